import FoundationEssentials
import Glibc
import Harness
import MemoryBudget
import Processes
import Reports
import RunStore
import Synchronization
import TestSupport

@testable import Bench

/// A folder with a scenario, a machine without processes, and the events of its runs.
final class Workplace: Sendable {
    let directory: TemporaryDirectory
    let system: FakeSystem
    private let workers: WorkerSet
    private let told = Mutex<[BenchEvent]>([])

    /// A scenario with a control that grows and two strategies that don't; only at 1000 is the
    /// control over budget.
    static let scenario =
        head + """
              load-all: { role: control }
              streamed: { }
              batched: { parameters: { batch: [1, 2] } }

            """

    /// Returns that scenario with other strategies, all of them candidates.
    static func scenario(of strategies: String...) -> String {
        head + strategies.map { "  \($0): { }\n" }.joined()
    }

    private static let head = """
        scenario: rows
        pipeline: fake
        dataset: { kind: csv-rows, seed: 7 }
        scales: [10, 100, 1000]
        budget: { peak-rss: 16MiB }
        trials: 2
        allocator: system
        strategies:

        """

    /// Returns a scenario of two trials of a command; the budget is in line 5, followed by more
    /// lines.
    static func command(budget: String? = "64MiB", _ more: String...) -> String {
        let budget = budget.map { "budget: { peak-rss: \($0) }\n" } ?? ""
        return """
            scenario: fixed
            command: ["{libexec}/job"]
            trials: 2
            timeout: 30s
            \(budget)\(more.joined(separator: "\n"))

            """
    }

    /// Returns a command's scenario whose results must equal those of `load-all`.
    ///
    /// - Parameter strategies: The strategies in YAML flow style, with braces.
    static func compared(_ strategies: String) -> String {
        """
        scenario: rows
        command: ["{strategy}", "{scale}", "{output}"]
        verify: { same-as: load-all }
        scales: [10, 100]
        budget: { peak-rss: 16MiB }
        trials: 2
        strategies: \(strategies)

        """
    }

    /// The default behavior: 8 MiB, and for the control another 16 KiB per row.
    static let law: FakeSystem.Law = { planned in
        let growth = planned.cell.strategy == "load-all" ? 16 << 10 : 0
        return .holding((8 << 20) + growth * planned.cell.scale.units)
    }

    /// - Parameters:
    ///   - text: The text of the scenario.
    ///   - workers: The installed workers; `nil` for one that has the scenario's pipeline.
    ///   - cLibrary: The C library of the machine.
    init(
        _ text: String = scenario, workers: WorkerSet? = nil, cLibrary: String? = nil,
        hasCache: Bool = true, missingPrograms: Set<String> = [], hasCgroups: Bool = true,
        memoryBytes: Int = 8 << 30, law: @escaping FakeSystem.Law = law
    ) throws {
        directory = try TemporaryDirectory()
        system = FakeSystem(
            cache: hasCache ? directory.path("cache") : nil, cLibrary: cLibrary,
            missingPrograms: missingPrograms, hasCgroups: hasCgroups, memoryBytes: memoryBytes,
            law: law)
        self.workers = try workers ?? WorkerSet(entries: [FakeWorker.entry()])
        try directory.write(text, to: "rows.yaml")
    }

    /// The scenario files, for the fake worker.
    var scenarios: ScenarioCollection {
        ScenarioCollection(workers: workers, directories: [directory.path("Scenarios")])
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { directory.path(name) }

    /// Returns whether a file exists.
    func holds(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    /// Prepares a bench of the scenario.
    func bench(_ change: (inout BenchSettings) -> Void = { _ in }) throws -> PreparedBench {
        var settings = BenchSettings()
        settings.scenarios = [directory.path("rows.yaml")]
        settings.commandLine = ["membudget", "bench"]
        change(&settings)
        return try PreparedBench(settings, of: scenarios, on: system, events: note)
    }

    /// Runs the scenario into a folder.
    func run(
        into name: String = "run", resuming: Bool = false,
        _ change: (inout BenchSettings) -> Void = { _ in }
    ) async throws -> Measured {
        try await BenchSession(
            bench(change), at: place(name, of: "bench", resuming: resuming)
        ).run()
    }

    /// Runs and judges the scenario, and writes baselines if requested.
    func gate(
        into name: String = "run", resuming: Bool = false,
        _ changeGate: (inout GateSettings) -> Void = { _ in },
        bench change: (inout BenchSettings) -> Void = { _ in }
    ) async throws -> Gated {
        var settings = GateSettings()
        changeGate(&settings)
        let gate = try await PreparedGate(try bench(change), settings)
        let gated = try await gate.run(at: place(name, of: "gate", resuming: resuming))
        _ = try gate.updateBaselines(with: gated)
        return gated
    }

    private func place(_ name: String, of command: String, resuming: Bool) throws -> RunPlace {
        try resuming
            ? RunPlace(resuming: path(name), command: command) : RunPlace(new: path(name))
    }

    /// Returns the identities of the trials in a run's journal, in order.
    func journal(of name: String = "run") throws -> [TrialIdentity] {
        try RunDirectory(reading: directory.path(name)).observations().map(TrialIdentity.init)
    }

    /// Records an event.
    @Sendable func note(_ event: BenchEvent) {
        told.withLock { $0.append(event) }
    }

    /// The events so far.
    var events: [BenchEvent] { told.withLock { $0 } }

    /// The latest plan; `nil` if there was none.
    var plan: RunPlan? {
        events.lazy.reversed().compactMap { event in
            if case .planned(let plan) = event { plan } else { nil }
        }.first
    }

    /// Writes an executable program.
    func install(_ text: String, as name: String) throws {
        guard chmod(try directory.write(text, to: name), 0o755) == 0 else {
            throw MachineError(.system, "\(name) can't be made executable")
        }
    }

    /// Returns the names in a folder, sorted; empty if it doesn't exist.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
    }

    /// Returns the text of a file.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
    }
}
