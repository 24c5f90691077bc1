import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Dashboard

@Suite(
    "The live page in a browser", .serialized,
    .enabled(if: Browser.isThere, "there is no chromium; Scripts/bootstrap-tests.sh says how"))
struct BrowserTests {
    @Test(
        "A finished run is shown in light and dark, wide and narrow, with its figures")
    func finished() async throws {
        let run = try RecordedRun()
        for cell in run.record.scenarios[0].cells {
            for trial in cell.trials { try run.writeSeries(of: trial) }
        }
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        let found = try await dashboard.serving { try await Browser.open(port: $0) }
        #expect(found.console.isEmpty && found.network.isEmpty, "\(found)")
        #expect(found.status == "finished" && found.views.count == 4)
        for view in found.views {
            #expect(view.scroll_width <= view.width, "\(view)")
            #expect(view.reading.size >= 11 && view.reading.contrast >= 4.5, "\(view)")
        }
        let cells = run.record.scenarios[0].cells
        #expect(found.rows.count == cells.count)
        for cell in cells {
            let row = try #require(
                found.rows.first { $0.variant == cell.variant && $0.scale == cell.scale.units })
            #expect(row.verdict == cell.verdict.rawValue)
            #expect(row.peak == cell.reading.peak && row.at_least == cell.reading.atLeast)
            #expect(row.budget == cell.budget?.limit.bytes && row.floor == cell.floorRSSBytes)
            #expect(row.need == cell.needRSSBytes && row.wall == cell.summary?.wallNanoseconds)
            #expect(row.speed == cell.summary?.unitsPerSecond)
            if let peak = cell.reading.peak {
                #expect(row.text.contains(ByteCount(Int(peak)).description))
            }
        }
    }

    @Test("The keyboard reaches everything visibly; landmarks and headings structure the page")
    func keys() async throws {
        let run = try RecordedRun()
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        let found = try await dashboard.serving { try await Browser.open(port: $0) }
        #expect(found.stops.count > 10 && found.stops.allSatisfy(\.is_seen), "\(found.stops)")
        #expect(found.landmarks == ["HEADER", "MAIN"])
        #expect(found.headings.prefix(1) == ["H1"] && found.headings.contains("H3"))
    }

    @Test("All kinds of names are shown, with invisible characters escaped, and never as markup")
    func names() async throws {
        let run = try RecordedRun()
        var record = run.record
        let name =
            "<img src=x onerror=alert(1)>&amp;\"'</script><script>alert(2)</script>👩‍👩‍👧"
            + "\u{202E}"
        record.scenarios[0].name = name
        record.scenarios[0].about = name
        record.commandLine = ["membudget", name]
        for index in record.scenarios[0].cells.indices {
            record.scenarios[0].cells[index].strategy = name
        }
        let dashboard = Dashboard(path: "run")
        dashboard.finish(record, in: run.directory)
        dashboard.note(name)
        let found = try await dashboard.serving { try await Browser.open(port: $0) }
        #expect(found.console.isEmpty && found.network.isEmpty, "\(found)")
        #expect(found.title == VisibleText.line(name) && found.scripts == 1)
        #expect(found.rows.allSatisfy { $0.variant.hasPrefix(name) })
        #expect(found.views.allSatisfy { $0.scroll_width <= $0.width })
    }

    @Test("A broken connection is restored, and no event is lost or repeated")
    func reconnecting() async throws {
        let run = try RecordedRun(isFinished: false, trials: 0)
        let dashboard = Dashboard(path: "run")
        dashboard.begin(
            try run.directory.record(), trials: [], in: run.directory, isWhole: false)
        dashboard.start(
            RunningTrial(
                scenario: "csv-ingest", variant: "streamed", scale: Scale(units: 10_000),
                kind: .measured, index: 0, number: 1)
        ) { _ in }
        let found = try await dashboard.serving { port in
            let ticking = Task {
                for time in 1... {
                    var moment = LiveMoment(timeMilliseconds: time)
                    moment.currentBytes = time << 10
                    moment.limitBytes = 32 << 20
                    dashboard.add(moment, unit: "rows")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            defer { ticking.cancel() }
            return try await Browser.open(port: port, ["--breaking"])
        }
        #expect(found.console.isEmpty && found.connections >= 3, "\(found.console)")
        let times = found.points.map { $0[0] }
        #expect(times.count > 20 && times == Array(times[0]...times[times.count - 1]))
    }

    @Test("A page that is open when the command ends keeps the lines of all trials")
    func afterEnd() async throws {
        let run = try RecordedRun(isFinished: false)
        for trial in run.trials { try run.writeSeries(of: trial) }
        let dashboard = Dashboard(path: "run")
        dashboard.begin(
            try run.directory.record(), trials: run.trials, in: run.directory, isWhole: false
        ) { $0.status = .running }
        let browsing = try await dashboard.serving { port in
            let path = run.folder.path("open")
            let browsing = Task { try await Browser.open(port: port, ["--after-end", path]) }
            let isOpen = await eventually(within: .seconds(60)) {
                FileManager.default.fileExists(atPath: path)
            }
            #expect(isOpen)
            dashboard.finish(run.record, in: run.directory)
            return browsing
        }
        let found = try await browsing.value
        #expect(found.console.isEmpty, "\(found.console)")
        #expect(found.status == "finished" && found.lines > 0)
    }
}
