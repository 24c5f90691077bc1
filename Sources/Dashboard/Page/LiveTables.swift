/// The script for the verdicts, the plan and the notes.
enum LiveTables {
    static let text = """
        const marksOf = { within: "✓ within", over: "✗ over", wrong: "✗ wrong",
          inconclusive: "? inconclusive", unmeasured: "! unmeasured" };
        const unchecked = cell => cell.result_checked === false ? ", result not checked" : "";
        function verdict(cell, isRunning) {
          const isUnjudged = cell.budget_bytes === null && cell.verdict === "unmeasured";
          if (cell.verdict === null || isUnjudged) {
            return element("span", { class: "verdict waiting" }, isUnjudged ? "no budget" + unchecked(cell)
              : isRunning ? "running" : isOver() ? "not run" : "waiting");
          }
          return element("span", { class: "verdict " + cell.verdict }, marksOf[cell.verdict] + unchecked(cell));
        }
        const isOver = () => run.header.status === "finished" || run.header.status === "interrupted";
        // Each trial is a dot between zero and the budget.
        function spread(cell) {
          const sizes = cell.trials.filter(one => one.kind === "measured").map(one => one.peak_rss_bytes)
            .filter(size => size !== null);
          const most = Math.max(cell.budget_bytes ?? 0, ...sizes, 1) * 1.08;
          const svg = drawing("svg", { class: "spread", "aria-hidden": "true", viewBox: "0 0 120 14" });
          svg.append(drawing("line", { class: "track", x1: 3, x2: 117, y1: 7, y2: 7 }));
          for (const size of sizes) svg.append(drawing("circle", { cx: 3 + 114 * size / most, cy: 7, r: 3.5 }));
          if (cell.budget_bytes) {
            const place = 3 + 114 * cell.budget_bytes / most;
            svg.append(drawing("line", { class: "limit", x1: place, x2: place, y1: 0, y2: 14 }));
          }
          return svg;
        }
        function peak(cell) {
          if (cell.peak_bytes !== null) return bytes(cell.peak_bytes);
          return cell.at_least_bytes !== null ? "≥ " + bytes(cell.at_least_bytes) : "–";
        }
        function row(scenario, cell) {
          const now = run.running;
          const isRunning = now?.scenario === scenario.name && now.variant === cell.variant
            && now.scale_units === cell.scale_units;
          const measured = cell.trials.filter(trial => trial.kind === "measured").length;
          const name = cell.name + (cell.role === "candidate" ? "" : " (" + cell.role + ")");
          const button = element("button", { type: "button", class: "show", "aria-label":
            "Show all trials of " + cell.name + " at " + cell.scale_label + " on the chart" }, String(measured));
          button.disabled = cell.trials.length === 0;
          button.addEventListener("click", () => show(scenario, cell));
          return element("tr", { class: isRunning ? "running" : null, "data-variant": cell.variant,
              "data-scale": cell.scale_units },
            element("th", { scope: "row", class: "word" }, name),
            element("td", { class: "word", "data-verdict": cell.verdict }, verdict(cell, isRunning)),
            element("td", { "data-peak": cell.peak_bytes, "data-at-least": cell.at_least_bytes }, peak(cell)),
            element("td", { "data-budget": cell.budget_bytes }, bytes(cell.budget_bytes)),
            element("td", {}, spread(cell)),
            element("td", { "data-floor": cell.floor_rss_bytes }, bytes(cell.floor_rss_bytes)),
            element("td", { "data-need": cell.need_rss_bytes }, bytes(cell.need_rss_bytes)),
            element("td", { "data-speed": cell.units_per_second }, rate(cell.units_per_second, scenario.unit)),
            element("td", { "data-wall": cell.wall_ns }, seconds(cell.wall_ns === null ? null : cell.wall_ns / 1e9)),
            element("td", {}, button));
        }
        // Shows one strategy with all of its trials.
        function show(scenario, cell) {
          Object.assign(view, { scenario: scenario.name, scale: cell.scale_units, which: "every", follow: false });
          view.hidden = new Set(variants(scenario).filter(name => name !== cell.variant));
          byId("which").value = "every";
          byId("follow").checked = false;
          draw();
          byId("chart-section").scrollIntoView({ block: "start" });
        }
        const columns = [["strategy", "word"], ["verdict", "word"], ["peak"], ["budget"], ["trials' peaks"],
          ["floor"], ["needs"], ["speed"], ["time"], ["trials"]];
        function table(scenario) {
          const head = element("thead", {}, element("tr", {}, ...columns.map(([name, style]) =>
            element("th", { scope: "col", class: style }, name))));
          const bodies = scales(scenario).map(([number, label]) => element("tbody", {},
            element("tr", { class: "scale" }, element("th", { scope: "rowgroup", colspan: columns.length },
              label + (scenario.unit ? " " + named(scenario.unit, number) : ""))),
            ...scenario.cells.filter(cell => cell.scale_units === number).map(cell => row(scenario, cell))));
          return element("div", { class: "frame", tabindex: "0", role: "region", "aria-label":
              "Verdicts of " + scenario.name },
            element("table", {}, element("caption", {}, "Verdicts of " + scenario.name + ", "
              + scenario.metric), head, ...bodies));
        }
        const drawn = new Map();
        function drawTables() {
          if (run === null) return;
          const place = byId("tables"), now = run.running;
          if (place.children.length !== run.scenarios.length || drawn.size !== run.scenarios.length) {
            drawn.clear();
            place.replaceChildren(...run.scenarios.map((one, index) => element("section",
              { class: "plain" }, element("h3", { id: "scenario-" + index }, one.name), element("p", { class: "faint" }, one.about), element("div"))));
          }
          run.scenarios.forEach((scenario, index) => {
            // A table is only redrawn after changes, and the keyboard focus is restored.
            const text = JSON.stringify([scenario, now?.scenario === scenario.name
              ? [now.variant, now.scale_units] : null]);
            if (drawn.get(index) === text) return;
            drawn.set(index, text);
            const frame = place.children[index].lastChild, focused = document.activeElement;
            const label = frame.contains(focused) ? focused.getAttribute("aria-label") : null;
            const left = frame.firstChild?.scrollLeft ?? 0;
            frame.replaceChildren(table(scenario));
            frame.firstChild.scrollLeft = left;
            if (label) [...frame.querySelectorAll("[aria-label]")]
              .find(one => one.getAttribute("aria-label") === label)?.focus();
          });
        }
        // The progress of each scenario, with a link to its verdicts.
        function drawPlan() {
          if (run === null) return;
          byId("plan").hidden = run.scenarios.length < 2;
          const list = byId("parts"), parts = run.scenarios.map(one => [one.name,
            one.cells.filter(cell => cell.verdict !== null).length, one.cells.length,
            run.running?.scenario === one.name]);
          if (list.dataset.text === JSON.stringify(parts)) return;
          list.dataset.text = JSON.stringify(parts);
          const focused = [...list.querySelectorAll("a")].indexOf(document.activeElement);
          list.replaceChildren(...parts.map(([name, done, all, isNow], index) => element("li",
            { "aria-current": isNow ? "step" : null },
            element("a", { href: "#scenario-" + index }, name),
            element("progress", { max: Math.max(1, all), value: done, "aria-hidden": "true" }),
            element("span", { class: "faint" }, done + " of " + plural(all, "cell")))));
          if (focused >= 0) list.querySelectorAll("a")[focused]?.focus();
        }
        function drawChartTable(past, scenario) {
          const table = byId("chart-table");
          const text = JSON.stringify(past.map(line => line.trial.id).concat(scenario.name));
          if (table.dataset.trials === text) return;
          table.dataset.trials = text;
          table.tBodies[0].replaceChildren(...past.map(({ variant, trial }) => element("tr", {},
            element("th", { scope: "row", class: "word" }, nameOf(scenario, variant)),
            element("td", { class: "word" }, trial.kind + " " + (trial.index + 1)),
            element("td", { class: "word", title: trial.evidence }, words(trial.outcome)),
            element("td", { "data-bytes": trial.peak_rss_bytes }, bytes(trial.peak_rss_bytes)),
            element("td", {}, seconds(trial.wall_ns / 1e9)),
            element("td", {}, rate(trial.units_per_second, scenario.unit)))));
        }
        function drawNotes() {
          if (run === null) return;
          byId("notes-section").hidden = run.notes.length === 0;
          const list = byId("notes");
          if (list.dataset.text === JSON.stringify(run.notes)) return;
          list.dataset.text = JSON.stringify(run.notes);
          list.replaceChildren(...run.notes.map(text => element("li", {}, text)));
        }

        """
}
