/// The script for the page's header and the running trial.
enum LiveHeaderScript {
    static let text = """
        function drawTimes() {
          if (run === null) return;
          const { started_at, finished_at, status } = run.header;
          const end = finished_at ? Date.parse(finished_at) : isClosed ? heardAt : Date.now();
          put("elapsed", started_at ? clock(Math.max(0, (end - Date.parse(started_at)) / 1000)) : "–");
          put("remaining", status === "finished" ? "none" : remainingAt === null || isClosed ? "–"
            : "about " + clock(Math.max(0, (remainingAt - Date.now()) / 1000)));
        }
        function drawHeader() {
          const pill = byId("status");
          if (run === null) return;
          const header = run.header;
          const status = isClosed || isConnected ? header.status : "disconnected";
          pill.dataset.status = status;
          put("status", status + (isClosed && status === "running" ? ", ended" : ""));
          const names = run.scenarios.map(one => one.name);
          const title = names.length > 3 ? names.slice(0, 2).join(", ") + " and " + (names.length - 2) + " more"
            : names.join(", ") || "membudget";
          put("title", title);
          document.title = (header.status === "running" && header.planned_count
            ? header.done_count + "/" + header.planned_count + " · " : "") + shown(title) + " · membudget";
          put("command", header.command || header.path);
          const overall = byId("overall");
          overall.max = Math.max(1, header.planned_count ?? header.done_count);
          overall.value = header.done_count;
          put("trials", header.done_count + (header.planned_count ? " of " + header.planned_count : ""));
          const verdicts = run.scenarios.flatMap(one => one.cells).map(cell => cell.verdict);
          const tally = ["within", "over", "wrong", "inconclusive", "unmeasured"]
            .map(name => [name, verdicts.filter(one => one === name).length]).filter(one => one[1]);
          put("tally", tally.map(one => one[1] + " " + one[0]).join(", ") || "none yet");
          drawTimes();
        }

        function drawTrial() {
          if (run === null) return;
          const now = run.running, status = run.header.status;
          byId("trial").hidden = now === null;
          byId("now").hidden = now === null && status === "finished";
          byId("idle").hidden = now !== null;
          put("idle", run.header.activity ?? (status === "interrupted"
            ? "The run was interrupted." : status === "running"
              ? "Between trials, or another process is running one: its memory is shown when it ends."
              : "Nothing is running yet."));
          if (now === null) return;
          const moment = now.moment, limit = moment?.limit_bytes ?? null;
          const scenario = run.scenarios.find(one => one.name === now.scenario);
          put("trial-name", nameOf(scenario, now.variant) + " @ " + (now.scale_units ? now.scale_label + " " + named(now.unit, now.scale_units) : "floor"));
          put("trial-place", now.scenario + " · " + now.kind + " trial " + (now.index + 1)
            + (moment?.phase ? " · " + moment.phase : ""));
          put("memory", bytes(moment?.current_bytes));
          put("memory-limit", limit === null ? "no limit" : "of " + bytes(limit));
          put("memory-peak", moment?.peak_bytes ? "peak so far " + bytes(moment.peak_bytes) : "");
          const ground = limit ?? Math.max(1, moment?.peak_bytes ?? 1);
          const share = (moment?.current_bytes ?? 0) / ground;
          const meter = byId("meter");
          meter.className = "meter" + (limit && share > 1 ? " over" : limit && share > .75 ? " near" : "");
          fill(meter, share, bytes(moment?.current_bytes) + (limit ? " of " + bytes(limit) : ""));
          meter.querySelector(".peak").style.left =
            "calc(" + 100 * Math.min(1, (moment?.peak_bytes ?? 0) / ground) + "% - 3px)";
          const done = moment?.units_done ?? null, total = moment?.units_total ?? (now.scale_units || null);
          const part = done !== null && total ? done / total : 0;
          put("done", done === null ? "–" : total ? Math.floor(100 * Math.min(1, part)) + " %" : count(done));
          put("done-total", done === null ? "units not reported"
            : count(done) + (total ? " of " + count(total) : "") + " " + (now.unit || "units"));
          fill(byId("work"), part, byId("done").textContent);
          const time = (moment?.time_ms ?? 0) / 1000;
          put("rate", (done && time ? rate(done / time, now.unit) + " · " : "") + seconds(time));
        }
        function fill(meter, share, text) {
          const percent = 100 * Math.min(1, Math.max(0, share));
          meter.querySelector(".fill").style.width = percent + "%";
          meter.setAttribute("aria-valuenow", Math.round(percent));
          meter.setAttribute("aria-valuetext", text);
        }

        """
}
