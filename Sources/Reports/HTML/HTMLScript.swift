/// The page's script: it sorts tables, by mouse and by keyboard, and switches between light and
/// dark. Without it, everything can still be read.
enum HTMLScript {
    static let text = """
        "use strict";
        const figure = cell => {
          if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
          const text = cell.textContent.trim().replace(/^[≥≈<✓✗?!] */, "").replace(/,/g, "");
          const number = parseFloat(text);
          return Number.isNaN(number) ? null : number;
        };
        const compare = (a, b) => {
          const x = figure(a), y = figure(b);
          if (x !== null && y !== null) return x - y;
          return a.textContent.localeCompare(b.textContent, undefined, { numeric: true });
        };
        function sort(header) {
          const table = header.closest("table"), body = table.tBodies[0];
          const descending = header.getAttribute("aria-sort") === "ascending";
          const column = header.cellIndex;
          const isEmpty = row => row.cells[column].textContent.trim() === "";
          const rows = [...body.rows].sort((a, b) => isEmpty(a) - isEmpty(b) ||
            compare(a.cells[column], b.cells[column]) * (descending ? -1 : 1));
          for (const other of header.parentNode.cells) other.removeAttribute("aria-sort");
          header.setAttribute("aria-sort", descending ? "descending" : "ascending");
          body.append(...rows);
        }
        document.addEventListener("click", event => {
          const header = event.target.closest("table.sortable thead th");
          if (header) sort(header);
        });
        const root = document.documentElement, toggle = document.getElementById("theme");
        const systemDark = matchMedia("(prefers-color-scheme: dark)");
        const isDark = () =>
          root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
        const label = () => { toggle.textContent = isDark() ? "Light" : "Dark"; };
        toggle.hidden = false;
        toggle.addEventListener("click", () => {
          root.dataset.theme = isDark() ? "light" : "dark";
          label();
        });
        systemDark.addEventListener("change", label);
        label();
        addEventListener("beforeprint", () => {
          for (const details of document.querySelectorAll("details")) details.open = true;
        });

        """
}
