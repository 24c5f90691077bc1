/// The script for the state of the page, and for the events that change it.
enum LiveState {
    static let text = """
        let run = null, stream = null, isClosed = false, isConnected = false, lastNumber = -1, mark = null;
        let heardAt = 0, remainingAt = null;
        const series = new Map();
        const view = { scenario: null, scale: null, which: "last", follow: true, hidden: new Set() };

        // Messages for screen readers: verdicts and the end, at most every three seconds.
        let toSay = [], sayAt = 0;
        function say(text) {
          toSay.push(text);
          const wait = Math.max(0, sayAt - Date.now());
          if (toSay.length > 1) return;
          setTimeout(() => {
            put("said", toSay.length > 3 ? plural(toSay.length, "change") + ": " + toSay.at(-1)
              : toSay.join(". "));
            toSay = [];
            sayAt = Date.now() + 3000;
          }, wait);
        }

        // The mark of the server's stream, and the number of the event in it.
        const markOf = event => event.lastEventId.split("-")[0];
        const numberOf = event => Number(event.lastEventId.split("-")[1]);
        // Returns whether an event is new, because repeated events are ignored.
        function isNew(event) {
          const number = numberOf(event);
          if (number <= lastNumber) return false;
          lastNumber = number;
          return true;
        }
        function setHeader(header) {
          const before = run.header.status;
          run.header = header;
          remainingAt = header.remaining_ms === null ? null : Date.now() + header.remaining_ms;
          if (before !== header.status) say("The run is " + header.status);
        }
        const handlers = {
          state(value, event) {
            lastNumber = numberOf(event);
            const before = run;
            run = value;
            // The numbers of trials are stable, unless another server responds.
            if (mark !== markOf(event)) series.clear();
            mark = markOf(event);
            setHeader(value.header);
            if (value.header.status === "running") keepSamples();
            if (before === null && value.running === null) chooseBest();
          },
          header(value) { setHeader(value); },
          started(value) {
            setHeader(value.header);
            run.running = value.running;
          },
          moment(value) {
            const running = run.running;
            if (!running) return;
            if (value.phase !== null && value.phase !== running.phases.at(-1)?.name) {
              running.phases.push({ time_ms: value.time_ms, name: value.phase });
            }
            running.moment = value;
            if (value.current_bytes === null) return;
            running.points.push([value.time_ms, value.current_bytes]);
            if (running.points.length > 1200) {
              running.points = running.points.filter((point, index, all) =>
                index % 2 ? point[1] >= all[index - 1][1] : point[1] > (all[index + 1]?.[1] ?? 0));
            }
          },
          ended(value) {
            setHeader(value.header);
            run.running = null;
            const scenario = run.scenarios.find(one => one.name === value.scenario);
            for (const cell of value.cells) {
              const index = scenario.cells.findIndex(one => one.variant === cell.variant
                && one.scale_units === cell.scale_units);
              const before = scenario.cells[index];
              scenario.cells[index] = cell;
              if (cell.verdict !== null && cell.verdict !== before.verdict) {
                say(cell.name + " at " + cell.scale_label + ": " + cell.verdict + unchecked(cell));
              }
            }
            keepSamples();
          },
          note(value) {
            run.notes.push(...value);
            run.notes = run.notes.slice(-30);
          },
          closing() {
            isClosed = true;
            stream.close();
            say("The command has ended; this page is no longer updated");
          },
        };

        function connect() {
          stream = new EventSource("events");
          for (const [name, handle] of Object.entries(handlers)) {
            stream.addEventListener(name, event => {
              if (name !== "state" && (run === null || !isNew(event))) return;
              heardAt = Date.now();
              isConnected = true;
              handle(JSON.parse(event.data), event);
              draw();
            });
          }
          stream.addEventListener("open", () => { isConnected = true; draw(); });
          stream.addEventListener("error", () => { isConnected = false; draw(); });
        }

        // The samples of a trial that has ended, requested once.
        function samples(id) {
          if (!series.has(id) && !isClosed) {
            series.set(id, []);
            fetch("series/" + id).then(answer => answer.ok ? answer.json() : [])
              .then(points => { series.set(id, points); draw(); })
              .catch(() => { if (!isClosed) series.delete(id); });
          }
          return series.get(id) ?? [];
        }
        // The page of an unfinished run loads all samples, to show them after the server stops.
        function keepSamples() {
          for (const scenario of run.scenarios) {
            for (const cell of scenario.cells) cell.trials.forEach(trial => samples(trial.id));
          }
        }

        """
}
