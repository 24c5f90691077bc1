import Judging
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench
@testable import Harness

@Suite("Problems found before anything is written")
struct PreparedBenchTests {
    /// Returns the error of a bench that fails, and checks that nothing of it is left.
    private func refusal(
        _ place: Workplace, _ change: (inout BenchSettings) -> Void = { _ in }
    ) async -> BenchError? {
        let error = await #expect(throws: BenchError.self) { try await place.run(change) }
        #expect(!place.holds("run") && place.system.trials.isEmpty && place.events.isEmpty)
        return error
    }

    @Test("Two scenarios with the same name are rejected")
    func sameName() async throws {
        let place = try Workplace()
        let other = try place.directory.write(Workplace.scenario, to: "other.yaml")
        let error = await refusal(place) { $0.scenarios.append(other) }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("are both called 'rows'; rename one") == true)
        #expect(error?.description.contains(other) == true)
    }

    @Test("An unreadable input is rejected with its name")
    func unreadableInput() async throws {
        let place = try Workplace()
        let error = await refusal(place) { $0.selection.input = place.path("absent.csv") }
        #expect(error?.code == .failed(.noInput))
        #expect(
            error?.description.contains("absent.csv: No such file or directory") == true)
    }

    @Test("A command that reads {input} needs a dataset or a file")
    func inputWithoutDataset() async throws {
        let text = """
            scenario: count
            command: [wc, -l, "{input}"]
            trials: 1

            """
        let place = try Workplace(text)
        let error = await refusal(place)
        #expect(error?.code == .failed(.usage))
        #expect(
            error?.description == "'count' uses {input} and has no dataset; give --input FILE")
        try place.directory.write("a,b\n1,2\n", to: "own.csv")
        let record = try await place.run { $0.selection.input = place.path("own.csv") }.record
        #expect(record.cells.map(\.scale.units) == [1] && record.finishedAt != nil)
    }

    @Test("A command that reads {previous} needs data that has an earlier result")
    func previousWithoutData() async throws {
        for kind in ["csv-rows", "team-fixtures"] {
            let text = """
                scenario: count
                command: [diff, "{input}", "{previous}"]
                dataset: { kind: \(kind) }
                scales: [1]
                trials: 1

                """
            let error = await refusal(try Workplace(text))
            #expect(error?.code == .failed(.usage))
            #expect(
                error?.description
                    == "'count' uses {previous}, which only data of kind 'opportunities' has")
        }
    }

    @Test("A broken worker only affects the scenarios of its pipelines")
    func brokenWorker() async throws {
        let broken = WorkerSet.Broken(worker: "/w", reason: "/w can't be started: libpq.so.5")
        let workers = WorkerSet(entries: [try FakeWorker.entry()], broken: [broken])
        let place = try Workplace(workers: workers) { _ in .holding(mebibytes: 8) }
        try place.directory.write(
            Workplace.scenario.replacing("scenario: rows", with: "scenario: stranded")
                .replacing("pipeline: fake", with: "pipeline: spoilt"), to: "stranded.yaml")
        let alone = await refusal(place) { $0.scenarios = [place.path("stranded.yaml")] }
        #expect(alone?.code == .failed(.unavailable))
        #expect(
            alone?.description.hasPrefix(
                "strategy 'load-all' of 'stranded' can't run here: no worker has pipeline"
                    + " 'spoilt', and /w can't be started: libpq.so.5; no other selected") == true,
            "\(alone?.description ?? "")")
        let both = try await place.run { $0.scenarios.append(place.path("stranded.yaml")) }
        #expect(MeasuredStatus(both.record).exitStatus == .unavailable)
        #expect(both.record.scenarios.map(\.cells.isEmpty) == [false, true])
        #expect(place.plan?.unavailable.map(\.scenario) == Array(repeating: "stranded", count: 3))
    }

    // MARK: Strategies that can't run here

    @Test("If a strategy can't run, the others do; plan, record, reports and exit status show it")
    func listed() async throws {
        let place = try Workplace(Workplace.scenario(of: "streamed", "absent"))
        let record = try await place.run().record
        #expect(Set(record.cells.map(\.strategy)) == ["streamed"])
        let absent = [UnavailableStrategy(strategy: "absent", reason: "built without it")]
        #expect(record.scenarios.first?.unavailable == absent)
        #expect(place.plan?.unavailable.map(\.strategy) == ["absent"])
        let status = MeasuredStatus(record)
        #expect(status.exitStatus == .unavailable)
        #expect(
            status.gap?.sentence == "can't run here: rows absent (built without it); see the report"
        )
        let words = "can't run here: absent (built without it)"
        #expect(TerminalReport().text(of: record).contains(words))
        #expect(MarkdownReport().text(of: record).contains("- " + words))
    }

    @Test("If the only strategy can't run, the bench is rejected before anything happens")
    func alone() async throws {
        let error = await refusal(try Workplace(Workplace.scenario(of: "absent")))
        #expect(error?.code == .failed(.unavailable))
        #expect(
            error?.description == "strategy 'absent' of 'rows' can't run here: built without it")
    }

    @Test("A strategy that was not selected is not missing")
    func notSelected() async throws {
        let place = try Workplace(Workplace.scenario(of: "streamed", "absent"))
        let record = try await place.run { $0.selection.strategies = ["streamed"] }.record
        #expect(MeasuredStatus(record).exitStatus == .success)
        #expect(record.scenarios.first?.unavailable == [])
    }

    // MARK: The folder of the run

    @Test(
        "A run folder that can't be written is found before the first trial",
        arguments: ["file", "file/below", "/proc/below", "/proc/self/below"])
    func unwritable(name: String) async throws {
        let place = try Workplace()
        try place.directory.write("in the way", to: "file")
        let path = name.hasPrefix("/") ? name : place.path(name)
        let bench = try place.bench()
        let error = await #expect(throws: RunStoreError.self) {
            try await BenchSession(bench, at: RunPlace(new: path)).run()
        }
        #expect(error?.exitStatus == .cannotCreate)
        #expect(error?.description.contains(path) == true)
        #expect(place.system.trials.isEmpty && place.events.isEmpty)
        #expect(try place.text("file") == "in the way")
    }

    @Test("A folder that holds a run is never overwritten")
    func taken() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.selection.trials = 1 }
        let before = try place.text("run/trials.jsonl")
        let count = place.system.trials.count
        let error = await #expect(throws: RunStoreError.self) {
            try await place.run { $0.selection.trials = 1 }
        }
        #expect(error?.exitStatus == .cannotCreate)
        #expect(error?.description.contains("there is already a run") == true)
        #expect(try place.text("run/trials.jsonl") == before)
        #expect(place.system.trials.count == count)
    }
}
