import FoundationEssentials
import Glibc
import Harness
import MemoryBudget
import RunStore
import Synchronization
import TestSupport

@testable import Bench

/// A folder with a scenario, a machine without processes, and what happened in its runs.
final class Workplace: Sendable {
    let directory: TemporaryDirectory
    let system: FakeSystem
    private let told = Mutex<[BenchEvent]>([])

    /// A control that grows, and two strategies that don't; only at 1000 does the control go over.
    static let scenario = """
        scenario: rows
        pipeline: fake
        dataset: { kind: csv-rows, seed: 7 }
        scales: [10, 100, 1000]
        budget: { peak-rss: 16MiB }
        trials: 2
        allocator: system
        strategies:
          load-all: { role: control }
          streamed: { }
          batched: { parameters: { batch: [1, 2] } }

        """

    /// 8 MiB, and 16 KiB per row for the control.
    static let law: FakeSystem.Law = { planned in
        let growth = planned.cell.strategy == "load-all" ? 16 << 10 : 0
        return (8 << 20) + growth * planned.cell.scale.units
    }

    init(_ text: String = scenario, law: @escaping FakeSystem.Law = law) throws {
        directory = try TemporaryDirectory()
        system = FakeSystem(cache: directory.path("cache"), law: law)
        try directory.write(text, to: "rows.yaml")
    }

    /// A worker that has the scenario's pipeline; it is never started.
    static var workers: WorkerSet {
        get throws {
            let pipeline = """
                {"name": "fake", "about": "", "unit": "rows", "dataset_kinds": ["csv-rows"],
                 "parameters": [{"name": "batch", "default": "1", "about": ""}],
                 "strategies": [
                  {"name": "load-all", "about": "", "available": true},
                  {"name": "streamed", "about": "", "available": true},
                  {"name": "batched", "about": "", "available": true},
                  {"name": "absent", "about": "", "available": false,
                   "unavailable_reason": "it is not built"}]}
                """
            let described = try JSONDecoder().decode(
                WorkerDescription.Pipeline.self, from: Data(pipeline.utf8))
            return WorkerSet(entries: [WorkerSet.Entry(pipeline: described, worker: "/none")])
        }
    }

    /// The scenario files, for the fake worker.
    var scenarios: ScenarioCollection {
        get throws { ScenarioCollection(workers: try Self.workers, directories: []) }
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { directory.path(name) }

    /// Whether a file is there.
    func holds(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    /// A bench of the scenario.
    func bench(_ change: (inout BenchSettings) -> Void = { _ in }) throws -> PreparedBench {
        var settings = BenchSettings()
        settings.scenarios = [directory.path("rows.yaml")]
        settings.commandLine = ["membudget", "bench"]
        change(&settings)
        return try PreparedBench(settings, of: try scenarios, on: system, events: note)
    }

    /// Runs the scenario into a folder.
    func run(
        into name: String = "run", resuming: Bool = false,
        _ change: (inout BenchSettings) -> Void = { _ in }
    ) async throws -> Measured {
        let bench = try bench(change)
        let path = directory.path(name)
        let place = resuming ? try RunPlace(resuming: path, command: "bench") : RunPlace(new: path)
        return try await bench.run(at: place)
    }

    /// The journal of a run, as identities in order.
    func journal(of name: String = "run") throws -> [TrialIdentity] {
        try RunDirectory(reading: directory.path(name)).observations().map(TrialIdentity.init)
    }

    /// Takes events.
    @Sendable func note(_ event: BenchEvent) {
        told.withLock { $0.append(event) }
    }

    /// Everything that happened so far.
    var events: [BenchEvent] { told.withLock { $0 } }
}
