/// The complete script of the page; each part only depends on earlier ones.
enum LiveScript {
    static let text =
        LiveFormats.text + LiveState.text + LiveChart.text + LiveHeaderScript.text
        + LiveTables.text + start

    private static let start = """
        // The theme is the system's, unless the reader selects one.
        const root = document.documentElement, systemDark = matchMedia("(prefers-color-scheme: dark)");
        const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
        const labelTheme = () => { byId("theme").textContent = isDark() ? "Light" : "Dark"; };
        byId("theme").addEventListener("click", () => {
          root.dataset.theme = isDark() ? "light" : "dark";
          labelTheme();
        });
        systemDark.addEventListener("change", labelTheme);
        labelTheme();

        // Everything is drawn at most once per frame, regardless of the number of events.
        let isDrawing = false;
        function draw() {
          if (isDrawing) return;
          isDrawing = true;
          requestAnimationFrame(() => {
            isDrawing = false;
            drawHeader();
            drawTrial();
            drawPlan();
            drawChart();
            drawTables();
            drawNotes();
          });
        }
        for (const id of ["scenario", "scale", "which", "follow"]) {
          byId(id).addEventListener("change", event => choose(id, event.target));
        }
        addEventListener("resize", draw);
        setInterval(drawTimes, 1000);
        connect();

        """
}
