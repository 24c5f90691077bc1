import Foundation
import MemoryBudget
import Testing

@testable import RunStore

@Suite("The files of an interrupted run")
struct ResumableTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private var planned: RunRecord {
        var scenario = ScenarioRecord(name: "csv-ingest", trials: 2)
        scenario.cells = [CellRecord(cell: .sample(), observations: [], budget: nil)]
        var record = RunRecord.bare
        record.scenarios = [scenario]
        return record
    }

    @Test("A record is assembled from journal and rejected units, replacing earlier results")
    func assembly() throws {
        let directory = try RunDirectory(creating: scratch.path + "/run")
        var journal = try directory.openJournal()
        for index in 0..<2 {
            var trial = Observation.sample(index: index)
            trial.rowsFailed = 25
            trial.allocator.version = "5.3.0-0-g54eaed1d"
            let units = (1...25).map { RejectedUnit(line: $0 + index, reason: "ragged") }
            try directory.write(units, of: trial)
            try journal.append(trial)
        }
        let record = try directory.assembled(planned)
        #expect(record.scenarios[0].cells[0].measured.count == 2)
        #expect(record.scenarios[0].cells[0].rejected.map(\.line) == Array(1...10))
        #expect(record.environment.allocator == "jemalloc 5.3.0")
        #expect(try directory.assembled(record) == record)
        #expect(try scratch.names(in: "run/rejected").count == 2)
    }

    @Test("A journal with a duplicate trial or a damaged line is refused")
    func damage() throws {
        let directory = try RunDirectory(creating: scratch.path + "/run")
        var journal = try directory.openJournal()
        try journal.append(.sample())
        try journal.append(.sample())
        let twice = #expect(throws: RunStoreError.self) { try directory.observations() }
        #expect(twice?.description.contains("trials.jsonl:2: the trial") == true)
        try scratch.write("{}\n", to: "run/trials.jsonl")
        let damaged = #expect(throws: RunStoreError.self) { try directory.observations() }
        #expect(damaged?.description.contains("trials.jsonl:1: this line is not a trial") == true)
        #expect(damaged?.exitStatus == .invalidScenario)
    }

    @Test("The temporary files of a killed writer are removed when the run is resumed, not before")
    func temporaryFiles() throws {
        let directory = try RunDirectory(creating: scratch.path + "/run")
        try directory.write(planned)
        for name in [".run.json.7.tmp", "series/.a.csv.7.tmp"] {
            try scratch.write("half", to: "run/\(name)")
        }
        let journal = try directory.openJournal()
        _ = try RunDirectory(creating: directory.path, existing: .resume)
        #expect(try scratch.names(in: "run/series") == [".a.csv.7.tmp"])
        _ = consume journal
        _ = try RunDirectory(creating: directory.path, existing: .resume)
        #expect(try scratch.names(in: "run/series") == [])
        #expect(try scratch.names(in: "run") == ["run.json", "series", "trials.jsonl"])
    }

    @Test("A run killed in its first moments can be resumed, a folder of other files can't")
    func firstMoments() throws {
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/run/series", withIntermediateDirectories: true)
        try scratch.write("half", to: "run/.probe.7.tmp")
        _ = try RunDirectory(creating: scratch.path + "/run", existing: .resume)
        try scratch.write("mine", to: "run/notes.txt")
        let error = #expect(throws: RunStoreError.self) {
            _ = try RunDirectory(creating: scratch.path + "/run", existing: .resume)
        }
        #expect(error?.code == .cannotCreate)
    }

    @Test("An unfinished run is stale if it can't be resumed, or hasn't changed for a week")
    func staleness() throws {
        var record = planned
        record.commandLine = ["bin/membudget", "gate", "csv-ingest"]
        record.plan = PlanRecord()
        try RunDirectory(creating: scratch.path + "/a run").write(record)
        record.plan = nil
        try RunDirectory(creating: scratch.path + "/b").write(record)
        let listings = try RunListing.runs(in: scratch.path)
        #expect(
            listings.map(\.resumption)
                == ["bin/membudget gate --resume --run-dir '\(scratch.path)/a run'", nil])
        let now = listings[0].changedAt
        #expect(listings.map { $0.isStale(at: now) } == [false, true])
        #expect(listings.map { $0.isStale(at: now + 8 * 86_400) } == [true, true])
    }

    @Test("Decisive differences between machines are separate from others")
    func machines() {
        let first = RunRecord.complete.environment
        var other = first
        other.noiseFloor = nil
        other.allocator = nil
        #expect(first.differences(of: other).all.isEmpty)
        other.kernel = "Linux 7"
        let kernel = ConditionDifference.condition(
            name: "kernel", found: "Linux 7", wanted: "Linux 6")
        #expect(first.differences(of: other).others == [kernel])
        #expect(first.differences(of: other).decisive.isEmpty)
        other.pageSizeBytes = 16_384
        let pages = ConditionDifference.condition(
            name: "page size", found: "16384", wanted: "4096")
        #expect(first.differences(of: other).decisive == [pages])
        other.allocator = "mimalloc"
        #expect(first.differences(of: other).decisive.count == 2)
    }
}
