import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Dashboard

@Suite("State of the live page")
struct DashboardTests {
    private static func trial(_ number: Int = 1) -> RunningTrial {
        RunningTrial(
            scenario: "csv-ingest", variant: "streamed", scale: Scale(units: 10_000),
            kind: .measured, index: 0, number: number)
    }

    private static func moment(_ time: Int, _ bytes: Int?, phase: String? = nil) -> LiveMoment {
        var moment = LiveMoment(timeMilliseconds: time)
        moment.currentBytes = bytes
        moment.phase = phase
        return moment
    }

    @Test("A finished run is shown with the figures of its record")
    func finished() throws {
        let run = try RecordedRun()
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        let live = dashboard.run
        #expect(live.header.status == .finished && live.header.doneCount == run.trials.count)
        #expect(live.header.plannedCount == run.trials.count)
        for (shown, stored) in zip(live.scenarios[0].cells, run.record.scenarios[0].cells) {
            #expect(shown.variant == stored.variant && shown.verdict == stored.verdict)
            #expect(shown.peakBytes == stored.reading.peak)
            #expect(shown.atLeastBytes == stored.reading.atLeast)
            #expect(shown.budgetBytes == stored.budget?.limit.bytes)
            #expect(shown.unitsPerSecond == stored.summary?.unitsPerSecond)
            #expect(shown.trials.map(\.peakRSSBytes) == stored.trials.map(\.peakRSSBytes))
        }
    }

    @Test("The trials of an unfinished run lead to the figures of its record, one by one")
    func following() throws {
        let run = try RecordedRun(isFinished: false, trials: 3)
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        // No process holds the journal.
        #expect(dashboard.run.header.status == .interrupted)
        #expect(dashboard.run.header.doneCount == 3)
        for trial in run.trials.dropFirst(3) {
            try run.append(trial)
            try follower.look()
        }
        let live = dashboard.run
        #expect(live.header.doneCount == run.trials.count)
        for (shown, stored) in zip(live.scenarios[0].cells, run.record.scenarios[0].cells) {
            #expect(shown.verdict == stored.verdict && shown.peakBytes == stored.reading.peak)
            #expect(shown.floorRSSBytes == stored.floorRSSBytes)
            #expect(shown.trials.count == stored.trials.count)
        }
    }

    @Test("A run whose journal is held is running, and its end is shown")
    func ending() throws {
        let run = try RecordedRun(isFinished: false, trials: 3)
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        do {
            let journal = try run.directory.openJournal()
            try follower.look()
            #expect(dashboard.run.header.status == .running)
            _ = consume journal
        }
        try run.directory.write(run.record)
        try follower.look()
        #expect(dashboard.run.header.status == .finished)
    }

    @Test("A folder without a record is an error")
    func noRecord() throws {
        let run = try RecordedRun()
        try FileManager.default.removeItem(atPath: run.folder.path("run.json"))
        var follower = RunFollower(run.directory, on: Dashboard(path: "run"))
        let error = #expect(throws: RunStoreError.self) { try follower.look() }
        #expect(error?.code == .noRun)
    }

    @Test("A record that is a FIFO is an error, without delay")
    func specialRecord() throws {
        let run = try RecordedRun()
        try FileManager.default.removeItem(atPath: run.folder.path("run.json"))
        #expect(mkfifo(run.folder.path("run.json"), 0o600) == 0)
        var follower = RunFollower(run.directory, on: Dashboard(path: "run"))
        let error = #expect(throws: RunStoreError.self) { try follower.look() }
        #expect(error?.description.contains("not a regular file") == true)
    }

    @Test("Verdicts of a run in this process appear as its trials end")
    func live() throws {
        let run = try RecordedRun(isFinished: false, trials: 0)
        let dashboard = Dashboard(path: "run")
        dashboard.begin(
            try run.directory.record(), trials: [], in: run.directory, isWhole: false)
        #expect(dashboard.run.scenarios[0].cells.allSatisfy { $0.verdict == nil })
        for (number, trial) in run.trials.enumerated() {
            dashboard.start(Self.trial(number + 1)) { $0.plannedCount = run.trials.count }
            #expect(dashboard.run.header.status == .running && dashboard.run.running != nil)
            dashboard.add(Self.moment(100, 5), unit: "rows")
            dashboard.end(trial) { $0.doneCount += 1 }
            #expect(dashboard.run.running == nil)
        }
        let before = dashboard.run.scenarios
        dashboard.finish(run.record, in: run.directory)
        #expect(dashboard.run.scenarios == before)
        #expect(dashboard.run.header.status == .finished)
    }

    @Test("If there are too many points the higher ones are kept, and every phase is kept once")
    func points() {
        var trial = Self.trial()
        for time in 0..<5000 {
            trial.add(Self.moment(time, time == 3333 ? 1_000_000 : time, phase: "p\(time / 2500)"))
        }
        #expect(trial.points.count <= RunningTrial.pointCountMax)
        #expect(trial.points.contains([3333, 1_000_000]))
        #expect(trial.points.map { $0[0] } == trial.points.map { $0[0] }.sorted())
        #expect(trial.phases.map(\.name) == ["p0", "p1"])
        #expect(trial.phases.map(\.timeMilliseconds) == [0, 2500])
    }

    @Test("Progress that arrives when no trial runs is ignored")
    func lateMoment() {
        let dashboard = Dashboard(path: "run")
        let before = dashboard.run
        dashboard.add(Self.moment(1, 1), unit: "rows")
        #expect(dashboard.run == before)
    }

    @Test("Notes are bounded")
    func notes() {
        let dashboard = Dashboard(path: "run")
        for number in 0..<100 { dashboard.note("note \(number)") }
        #expect(dashboard.run.notes.count == LiveRun.noteCountMax)
        #expect(dashboard.run.notes.last == "note 99")
    }

    @Test("A series is thinned, and keeps its highest sample")
    func series() throws {
        let run = try RecordedRun()
        try run.writeSeries(of: run.record.scenarios[0].cells[0].trials[0])
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        let id = dashboard.run.scenarios[0].cells[0].trials[0].id
        let points = try #require(dashboard.series(of: id))
        #expect(points.count <= 240 && points.last == [999, 1_999_000])
        #expect(dashboard.series(of: id + 1) == [])
        #expect(dashboard.series(of: -1) == nil && dashboard.series(of: 10_000) == nil)
    }

    @Test("The state is equal after writing and reading")
    func coding() throws {
        let run = try RecordedRun()
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        let text = LiveEvent.json(dashboard.run)
        #expect(!text.contains("\n"))
        let read = try JSONDecoder().decode(LiveRun.self, from: Data(text.utf8))
        #expect(read == dashboard.run && read.schema == "membudget.live/1")
    }

    @Test("Every key of the format is documented in LivePage.md, and no others")
    func documentation() throws {
        var trial = Self.trial()
        trial.add(Self.moment(1, 1, phase: "read"))
        var run = LiveRun(path: "run")
        run.running = trial
        run.scenarios = [
            LiveScenario(
                try RecordedRun().record.scenarios[0]
            ) { _ in 0 }
        ]
        let keys = try KeyTables.keys(encoded: Array(LiveEvent.json(run).utf8))
        let path = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../Documentation/LivePage.md").standardized
        let tables = KeyTables(try String(contentsOf: path, encoding: .utf8))
        #expect(keys.symmetricDifference(tables.keys(of: "A live run")).isEmpty)
    }
}
