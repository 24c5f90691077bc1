import Harness
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Resumed runs")
struct ResumeTests {
    /// Creates a run that was stopped after this many trials, of strategies that reject two rows.
    private func cut(after count: Int) async throws -> Workplace {
        let place = try rejecting()
        place.system.stop(after: count)
        _ = try await place.run()
        place.system.stop(after: nil)
        return place
    }

    private func rejecting() throws -> Workplace {
        try Workplace { planned in
            var trial = try Workplace.law(planned)
            if planned.kind == .measured { trial.rejectedRows = [3, 7] }
            return trial
        }
    }

    @Test("An incomplete last line is cut off, and its trial run again")
    func torn() async throws {
        let place = try await cut(after: 13)
        let journal = try place.text("run/trials.jsonl")
        let last = journal.split(separator: "\n").last ?? ""
        try place.directory.write(
            String(journal.dropLast(last.count / 2)), to: "run/trials.jsonl")
        let resumed = try await place.run(resuming: true).record
        #expect(place.plan?.alreadyDone == 12 && resumed.finishedAt != nil)
        let whole = try rejecting()
        let uncut = try await whole.run().record
        #expect(try place.journal() == whole.journal())
        #expect(resumed.outline == uncut.outline)
        #expect(resumed.cell("streamed")?.rejected.map(\.line) == [3, 7])
        for folder in ["run", "run/series", "run/rejected"] {
            #expect(place.names(in: folder) == whole.names(in: folder) && place.holds(folder))
        }
    }

    @Test("A last line that lacks only its line break is a trial, even in a finished run")
    func withoutLineEnd() async throws {
        for count in [13, Int.max] {
            let place = try await cut(after: count)
            let journal = try place.text("run/trials.jsonl")
            let trials = try place.journal().count
            try place.directory.write(String(journal.dropLast()), to: "run/trials.jsonl")
            _ = try await place.run(resuming: true)
            #expect(try place.text("run/trials.jsonl").hasPrefix(journal))
            if count == 13 { #expect(place.plan?.alreadyDone == trials) }
        }
    }

    @Test("A trial from elsewhere is rejected by name, and nothing is cut or run")
    func foreignTrial() async throws {
        for (key, other, words) in [
            ("\"strategy\":\"", "\"strategy\":\"x", "its strategy and scale are not part"),
            ("\"scenario\":\"", "\"scenario\":\"x", "scenario 'xrows' is not part"),
            ("\"seed\":7", "\"seed\":8", "seed is 7, not 8"),
            ("\"index\":0,", "\"index\":20,", "trials is 2, not more than 2"),
        ] {
            let place = try await cut(after: 12)
            let journal = try place.text("run/trials.jsonl")
            let first = journal.split(separator: "\n").first { $0.contains("\"measured\"") } ?? ""
            let forged = journal.replacing(first, with: first.replacing(key, with: other))
            try place.directory.write(forged, to: "run/trials.jsonl")
            let error = await #expect(throws: RunStoreError.self) {
                try await place.run(resuming: true)
            }
            #expect(error?.code == .damaged && error?.exitStatus == .invalidScenario)
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
            #expect(try place.text("run/trials.jsonl") == forged)
        }
    }

    @Test("Different settings are rejected with all differences, and how to resume")
    func otherwise() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.timeLimit = .zero }
        let before = try place.text("run/run.json")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true) {
                $0.selection.scales = [Scale(units: 10)]
                $0.measurement.budget = .mebibytes(23)
                $0.selection.seed = 9
                $0.shard = Shard(index: 1, count: 2)
            }
        }
        #expect(error?.code == .failed(.usage))
        let differences = [
            "scales is 10, not 10 100 1000", "seed is 9, not 7",
            "budget of streamed is peak-rss 23MiB, not peak-rss 16MiB", "shard is 1/2, not none",
            "membudget bench --resume --run-dir \(place.path("run"))",
        ]
        for difference in differences {
            #expect(error?.description.contains(difference) == true, "\(difference)")
        }
        #expect(try place.text("run/run.json") == before)
        #expect(try place.journal().isEmpty)
    }

    @Test("A finished run whose scenario file has changed is also rejected")
    func changedText() async throws {
        let place = try Workplace()
        _ = try await place.run()
        try place.directory.write(Workplace.scenario + "# changed\n", to: "rows.yaml")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true)
        }
        #expect(error?.code == .failed(.usage))
        let words = error?.description ?? ""
        #expect(words.contains("'rows': the text of the scenario file has changed"))
        // With any options it would be rejected again.
        #expect(!words.contains("to resume it"))
    }

    @Test("A run that another process is writing is not changed")
    func inUse() async throws {
        let place = try await cut(after: 3)
        let journal = try RunDirectory(reading: place.path("run")).openJournal()
        let error = await #expect(throws: RunStoreError.self) {
            try await place.run(resuming: true)
        }
        #expect(error?.code == .inUse && error?.exitStatus == .cannotCreate)
        #expect(error?.description.contains("another membudget is writing this run") == true)
        _ = consume journal
        #expect(try await place.run(resuming: true).record.finishedAt != nil)
    }

    // MARK: Noise

    @Test("Noise is measured once, before the first trial")
    func noiseOnce() async throws {
        let place = try await cut(after: 3)
        let resumed = try await place.run(resuming: true)
        #expect(place.system.noiseCount == 1)
        #expect(resumed.record.environment.noiseFloor?.trials == 6)
    }

    /// Removes the noise from a run's record.
    private func forgetNoise(_ place: Workplace) throws {
        let directory = try RunDirectory(reading: place.path("run"))
        var record = try directory.record()
        record.environment.noiseFloor = nil
        try directory.write(record)
    }

    @Test("Noise that was not measured before the first trial is not measured between trials")
    func noiseBetween() async throws {
        let place = try await cut(after: 3)
        try forgetNoise(place)
        let resumed = try await place.run(resuming: true)
        #expect(place.system.noiseCount == 1)
        #expect(resumed.record.environment.noiseFloor == nil && resumed.record.finishedAt != nil)
    }

    @Test("A resumed run that has neither noise nor trials measures the noise")
    func noiseLater() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.timeLimit = .zero }
        try forgetNoise(place)
        let resumed = try await place.run(resuming: true)
        #expect(place.system.noiseCount == 2)
        #expect(resumed.record.environment.noiseFloor?.trials == 6)
    }
}
