/// The script for the chart of memory over time, and for the controls above it.
enum LiveChart {
    static let text = """
        const chosen = () => run.scenarios.find(one => one.name === view.scenario) ?? run.scenarios[0];
        const variants = scenario => [...new Set(scenario.cells.map(cell => cell.variant))];
        const scales = scenario => [...new Map(scenario.cells.map(cell =>
          [cell.scale_units, cell.scale_label])).entries()].sort((a, b) => a[0] - b[0]);
        const nameOf = (scenario, variant) =>
          scenario?.cells.find(cell => cell.variant === variant)?.name ?? variant;
        const keep = (places, value) => places.some(one => one[0] === value) ? value : places.at(-1)?.[0];

        // For a completed run: the first scenario at its largest scale.
        function chooseBest() {
          view.scenario = run.scenarios[0]?.name ?? null;
          view.scale = null;
        }
        function choose(id, control) {
          if (id === "follow") view.follow = control.checked;
          else {
            view[id] = id === "scale" ? Number(control.value) : control.value;
            if (id !== "which") {
              view.follow = false;
              byId("follow").checked = false;
            }
            if (id === "scenario") view.scale = null;
          }
          draw();
        }
        function setOptions(select, places, value) {
          const text = JSON.stringify(places);
          if (select.dataset.options !== text) {
            select.dataset.options = text;
            select.replaceChildren(...places.map(([key, label]) => element("option", { value: key }, label)));
          }
          if (select.value !== String(value)) select.value = String(value);
        }
        function shownTrials(cell) {
          const measured = cell.trials.filter(trial => trial.kind === "measured");
          if (view.which === "every") return cell.trials;
          return view.which === "all" ? measured : measured.slice(-1);
        }

        // Ticks at multiples of 1, 2 or 5 of a power of the base.
        function step(most, wanted, base) {
          const unit = base ** Math.floor(Math.log(Math.max(most / wanted, 1e-9)) / Math.log(base));
          const steps = base === 10 ? [1, 2, 5, 10] : [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
          return steps.map(factor => factor * unit).find(size => most / size <= wanted) ?? most;
        }
        const decades = (from, to) => [0.001, 0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7]
          .flatMap(unit => to / from > 300 ? [unit] : [unit, 3 * unit])
          .filter(time => time >= from && time <= to);
        const marks = (variant, scenario) => "k" + variants(scenario).indexOf(variant) % 7;
        const dashes = (variant, scenario) => ["", "7 3", "2 3", "9 3 2 3"][
          Math.floor(variants(scenario).indexOf(variant) / 7) % 4];

        function lines(scenario) {
          const all = [];
          for (const cell of scenario.cells) {
            if (cell.scale_units !== view.scale || view.hidden.has(cell.variant)) continue;
            for (const trial of shownTrials(cell)) {
              all.push({ variant: cell.variant, trial, points: samples(trial.id), isNow: false });
            }
          }
          const now = run.running;
          if (now && now.scenario === scenario.name && now.scale_units === view.scale
            && !view.hidden.has(now.variant)) {
            all.push({ variant: now.variant, trial: null, points: now.points, isNow: true });
          }
          return all;
        }

        function drawChoices() {
          const now = run.running;
          if (view.follow && now && run.scenarios.some(one => one.name === now.scenario)) {
            view.scenario = now.scenario;
            if (now.scale_units > 0) view.scale = now.scale_units;
          }
          const scenario = chosen();
          byId("chart-section").hidden = !scenario;
          if (!scenario) return null;
          view.scenario = scenario.name;
          const places = scales(scenario);
          if (now && now.scenario === scenario.name && now.scale_units === 0) places.unshift([0, "floor"]);
          if (view.follow && now?.scale_units === 0 && now.scenario === scenario.name) view.scale = 0;
          view.scale = keep(places, view.scale);
          setOptions(byId("scenario"), run.scenarios.map(one => [one.name, one.name]), view.scenario);
          setOptions(byId("scale"), places.map(([number, label]) =>
            [number, scenario.unit && number > 0 ? label + " " + named(scenario.unit, number) : label]), view.scale);
          drawLegend(scenario);
          return scenario;
        }
        function drawLegend(scenario) {
          const legend = byId("legend"), names = variants(scenario);
          const text = JSON.stringify([scenario.name, names]);
          if (legend.dataset.names !== text) {
            legend.dataset.names = text;
            legend.replaceChildren(...names.map(name => {
              const sample = drawing("svg", { class: marks(name, scenario), "aria-hidden": "true" });
              sample.append(drawing("line", { x1: 0, x2: 22, y1: 6, y2: 6, stroke: "currentColor",
                "stroke-width": 3, "stroke-dasharray": dashes(name, scenario) }));
              const button = element("button", { type: "button" }, sample, nameOf(scenario, name));
              button.addEventListener("click", () => {
                if (!view.hidden.delete(name)) view.hidden.add(name);
                draw();
              });
              return element("li", {}, button);
            }));
          }
          names.forEach((name, index) => legend.children[index].firstChild
            .setAttribute("aria-pressed", String(!view.hidden.has(name))));
        }

        function drawChart() {
          if (run === null) return;
          const scenario = drawChoices();
          if (!scenario) return;
          const svg = byId("chart"), width = svg.clientWidth, height = svg.clientHeight;
          if (!width) return;
          const all = lines(scenario), now = run.running;
          const budgets = [...new Set(scenario.cells.filter(cell => cell.scale_units === view.scale
            && cell.budget_bytes !== null && !view.hidden.has(cell.variant)).map(cell => cell.budget_bytes))];
          if (all.some(line => line.isNow) && now.moment?.limit_bytes && !budgets.length) {
            budgets.push(now.moment.limit_bytes);
          }
          const points = all.flatMap(line => line.points);
          const top = Math.max(1 << 20, ...points.map(point => point[1]), ...budgets) * 1.12;
          const end = Math.max(10, ...points.map(point => point[0])) * 1.02;
          const left = 66, right = width - 12, floor = height - 34, ceiling = 12;
          // If durations differ widely, a linear axis would hide the shortest trials.
          const ends = all.filter(line => line.points.length).map(line => line.points.at(-1)[0]);
          const start = Math.max(1, Math.min(...ends) / 20);
          const isWide = !all.some(line => line.isNow) && end > 12 * Math.min(...ends) && ends.length > 0;
          const x = time => left + (right - left) * (isWide
            ? Math.log(Math.max(time, start) / start) / Math.log(end / start) : time / end);
          const y = size => floor - (floor - ceiling) * size / top;
          const made = [];
          const rise = step(top, 6, 2);
          for (let size = 0; size <= top; size += rise) {
            made.push(drawing("line", { class: "grid", x1: left, x2: right, y1: y(size), y2: y(size) }),
              drawing("text", { x: left - 8, y: y(size) + 4, "text-anchor": "end" },
                size === 0 ? "0" : bytes(size).replace(".0", "")));
          }
          const pace = step(end, width < 500 ? 4 : 8, 10), times = isWide ? decades(start, end) : [...Array(Math.floor(end / pace) + 1).keys()]
            .map(number => number * pace);
          for (const time of times) {
            made.push(drawing("text", { x: x(time), y: floor + 20, "text-anchor": "middle" },
              time === 0 ? "0 s" : seconds(time / 1000).replace(/\\.0+ s/, " s")));
          }
          for (const line of all) made.push(...drawLine(line, scenario, x, y, floor));
          for (const size of budgets) {
            made.push(drawing("line", { class: "budget", x1: left, x2: right, y1: y(size), y2: y(size) }),
              drawing("text", { class: "budget-text halo", x: right, y: y(size) - 6, "text-anchor": "end" },
                "budget " + bytes(size)));
          }
          if (all.some(line => line.isNow)) made.push(...drawPhases(now.phases, x, ceiling, floor));
          svg.setAttribute("viewBox", "0 0 " + width + " " + height);
          svg.replaceChildren(...made);
          const past = all.filter(line => !line.isNow);
          put("chart-caption", (scenario.metric === "peak RSS" || !past.length ? "Resident memory"
            : "Lines of past trials: resident memory") + " over time, "
            + plural(past.length, "past trial") + (past.length < all.length ? " and the running one" : "")
            + (isWide ? ", on a logarithmic scale" : "")
            + "; × marks where a budget stopped a trial.");
          drawChartTable(past, scenario);
        }
        function drawLine(line, scenario, x, y, floor) {
          if (!line.points.length) return [];
          const kind = marks(line.variant, scenario), dash = dashes(line.variant, scenario);
          const path = "M" + line.points.map(([time, size]) => x(time).toFixed(1) + "," + y(size).toFixed(1))
            .join("L");
          const [time, size] = line.points.at(-1), end = { x: x(time), y: y(size) };
          const made = [];
          if (line.isNow) made.push(drawing("path", { class: "area " + kind,
            d: path + "L" + end.x + "," + floor + "L" + x(line.points[0][0]) + "," + floor + "Z" }));
          made.push(drawing("path", { class: "line " + (line.isNow ? "now " : "past ") + kind, d: path,
            "stroke-dasharray": dash }));
          if (line.trial?.outcome === "over_budget") {
            made.push(drawing("path", { class: "cross " + kind, d: "M" + (end.x - 5) + "," + (end.y - 5)
              + "l10,10m0,-10l-10,10" }));
          } else {
            made.push(drawing("circle", { class: "dot " + kind, cx: end.x, cy: end.y, r: line.isNow ? 5 : 3.5 }));
          }
          return made;
        }
        function drawPhases(phases, x, ceiling, floor) {
          let free = 0;
          return phases.flatMap(phase => {
            const place = x(phase.time_ms);
            const made = [drawing("line", { class: "phase", x1: place, x2: place, y1: ceiling, y2: floor })];
            // The name of a phase is omitted where it would overlap the previous one.
            if (place >= free) {
              made.push(drawing("text", { class: "halo", x: place + 4, y: ceiling + 12 }, phase.name));
              free = place + 14 + phase.name.length * 7;
            }
            return made;
          });
        }

        """
}
