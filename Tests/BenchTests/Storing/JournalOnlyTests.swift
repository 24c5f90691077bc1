import Foundation
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Trials without run.json")
struct JournalOnlyTests {
    /// Creates a run that has trials and lost its record.
    private func withoutRecord(after count: Int = 3) async throws -> Workplace {
        let place = try Workplace()
        place.system.stop(after: count)
        _ = try await place.run()
        place.system.stop(after: nil)
        try FileManager.default.removeItem(atPath: place.path("run/run.json"))
        return place
    }

    @Test("Trials without run.json are resumed if their scenario is named")
    func journalOnly() async throws {
        let place = try await withoutRecord()
        let kept = try place.journal()
        let resumed = try await place.run(resuming: true).record
        #expect(resumed.finishedAt != nil && place.plan?.alreadyDone == 3)
        let whole = try Workplace()
        let uncut = try await whole.run().record
        #expect(try place.journal() == whole.journal() && kept == Array(whole.journal().prefix(3)))
        #expect(resumed.outline == uncut.outline)
    }

    @Test("A run resumed without its run.json is reported as such, and noise is measured again")
    func unknownPrograms() async throws {
        let place = try await withoutRecord()
        let resumed = try await place.run(resuming: true).record
        #expect(resumed.resumedWithoutRecord == true)
        #expect(resumed.environment.noiseFloor != nil)
        #expect(place.events.map(\.name).contains("resumedWithoutRecord"))
        let words = "the run was resumed without its run.json"
        #expect(MarkdownReport().text(of: resumed).contains(words))
        let whole = try await Workplace().run().record
        #expect(whole.resumedWithoutRecord == nil)
        #expect(!MarkdownReport().text(of: whole).contains(words))
    }

    @Test("A trial far longer than the timeout, or with too high a number, doesn't fit")
    func durationAndNumber() async throws {
        let cases = [
            ("\"wall_ns\":", "\"wall_ns\":9000", "timeout is"),
            ("\"index\":0,", "\"index\":20,", "trials is 2, not more than 2"),
        ]
        for (key, other, words) in cases {
            let place = try await withoutRecord(after: 12)
            let journal = try place.text("run/trials.jsonl").replacing(key, with: other)
            try journal.write(
                toFile: place.path("run/trials.jsonl"), atomically: true, encoding: .utf8)
            let error = await #expect(throws: BenchError.self) {
                try await place.run(resuming: true) { $0.measurement.timeout = .seconds(30) }
            }
            #expect(error?.code == .failed(.usage))
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
    }

    @Test("Without a scenario's name the trials can't be attributed, and nothing is lost")
    func unnamed() async throws {
        let place = try await withoutRecord()
        try FileManager.default.createDirectory(
            atPath: place.path("Scenarios"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: place.path("rows.yaml"), toPath: place.path("Scenarios/rows.yaml"))
        let journal = try place.text("run/trials.jsonl")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true) { $0.scenarios = [] }
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("has trials and no run.json") == true)
        #expect(error?.description.contains("name the scenario") == true)
        #expect(try place.text("run/trials.jsonl") == journal)
    }

    @Test("Trials that don't fit the settings are rejected by name, and nothing is lost")
    func misfit() async throws {
        let place = try await withoutRecord()
        let journal = try place.text("run/trials.jsonl")
        let cases: [((inout BenchSettings) -> Void, String)] = [
            ({ $0.selection.seed = 9 }, "seed is 9, not 7"),
            ({ $0.measurement.budget = .mebibytes(23) }, "budget is peak-rss 23MiB, not peak-rss"),
            ({ $0.selection.strategies = ["load-all"] }, "its strategy and scale are not"),
        ]
        for (change, words) in cases {
            let error = await #expect(throws: BenchError.self) {
                try await place.run(resuming: true, change)
            }
            #expect(error?.code == .failed(.usage))
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
            #expect(try place.text("run/trials.jsonl") == journal)
        }
    }
}
