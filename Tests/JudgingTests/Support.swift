import MemoryBudget
import RunStore

@testable import Judging

/// The exit status; the testing library has a type of that name too.
typealias ExitStatus = MemoryBudget.ExitStatus

/// A run with chosen figures: the trials of some cells, judged like those of a real run.
struct MadeUpRun {
    var scenario: Scenario
    var build = Build.head
    var trials: [Observation] = []
    var environment = EnvironmentRecord(
        kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 34,
        pageSizeBytes: 4096, cLibrary: "glibc 2.36")

    /// Creates a run of five scales, a control that is killed from the second on, and one
    /// candidate.
    init(gate: [GateRule] = [], budget: Budget? = Budget(metric: .peakRSS, limit: .mebibytes(32))) {
        var streamed = Scenario.Strategy(name: "streamed")
        streamed.gate = gate
        scenario = Scenario(
            name: "made-up", job: .pipeline("csv"), dataset: .init(kind: "csv-rows"),
            scales: [1, 2, 4, 8, 16].map { Scale(units: $0 * 1_000) }, budget: budget, trials: 3,
            allocator: .system, strategies: [.init(name: "load-all", role: .control), streamed])
        scenario.lines = .init(name: 1, budget: 5)
    }

    /// Adds trials of a strategy, with a peak of this many MiB each.
    mutating func add(
        _ strategy: String = "streamed", units: Int, mebibytes: [Double],
        kind: Observation.Kind = .measured, outcome: Outcome = .completed,
        evidence: Evidence.Kind = .exited, seconds: Double = 1,
        parameters: [String: String] = [:]
    ) {
        for (index, peak) in mebibytes.enumerated() {
            var trial = Observation(
                strategy: strategy, scale: ScaleRecord(Scale(units: units), inputBytes: units),
                kind: kind, index: index, startedAt: "", outcome: outcome,
                evidence: Evidence(evidence, detail: "because"),
                enforcement: EnforcementRecord(requested: .auto, tiers: [.watchdog]),
                allocator: AllocatorRecord(name: .system, isAttached: false),
                wallNanoseconds: Int(seconds * 1e9))
            trial.scenario = scenario.name
            trial.parameters = parameters
            trial.peakRSSBytes = Int(peak * 1_048_576)
            trial.digest = outcome == .completed ? "00000000000000ff" : nil
            trials.append(trial)
        }
    }

    /// Adds a killed control with its need.
    mutating func addControl(units: Int, needs mebibytes: Double, seconds: Double = 1) {
        add(
            "load-all", units: units, mebibytes: [32.1, 32.2, 32.1], outcome: .overBudget,
            evidence: .watchdog)
        add("load-all", units: units, mebibytes: [mebibytes], kind: .need, seconds: seconds)
    }

    /// The record as `bench` would write it.
    var record: RunRecord {
        let name = build.name(of: scenario.name)
        var (scenario, trials) = (scenario, trials)
        scenario.name = name
        for index in trials.indices { trials[index].scenario = name }
        let units = Set(
            trials.filter { $0.kind != .floor && $0.kind != .edge }.map(\.scale.units)
        ).sorted()
        let names = Set(trials.map(\.strategy))
        let cells = scenario.cells(
            Cell.Selection(scales: units.map { Scale(units: $0) }, includesAll: true)
        ).filter { names.contains($0.strategy) }
        return RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "", finishedAt: "",
            environment: environment, seed: 1, commandLine: [],
            scenarios: [
                ScenarioRecord(
                    scenario, build: build, unit: "rows", cells: cells, observations: trials,
                    noise: environment.noiseFloor)
            ])
    }

    /// Returns the gate's findings for a rule.
    func findings(
        _ rule: GateRule.Kind, against reference: Gate.Reference = .none, isRatchet: Bool = false
    ) -> [Finding] {
        Gate(scenarios: [scenario], reference: reference, isRatchet: isRatchet)
            .findings(of: record).filter { $0.rule == rule }
    }

    /// Returns the gate's results for a rule.
    func results(_ rule: GateRule.Kind) -> [GateFinding.Result] {
        findings(rule).map(\.result)
    }
}
