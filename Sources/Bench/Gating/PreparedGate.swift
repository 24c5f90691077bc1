import Judging
package import MemoryBudget
import Reports
import RunStore

/// The settings of a gate: the references to compare with, and how strict the gate is.
package struct GateSettings: Hashable, Sendable {
    /// The folder of committed baselines; `nil` for none.
    package var baseline: String?
    /// Whether a missing baseline fails the gate.
    package var requireBaseline = false
    /// The folder of another build, run interleaved: workers or a checkout; `nil` for none.
    package var against: String?
    /// The folder that baselines are written to if every rule passes; `nil` for none.
    package var updateBaseline: String?
    /// Whether improvements beyond the threshold also fail.
    package var ratchet = false
    /// Whether the command succeeds even if rules fail; failures to measure still count.
    package var advisory = false

    /// Creates a gate that compares with nothing.
    package init() {}
}

/// A gate whose bench, baselines and base have been checked, and which is ready to run.
///
/// ```swift
/// let collection = try await ScenarioCollection()
/// let bench = try PreparedBench(BenchSettings(), of: collection) { _ in }
/// let gate = try await PreparedGate(bench, GateSettings())
/// let gated = try await gate.run(at: RunPlace(new: nil))
/// let files = try gate.updateBaselines(with: gated)
/// ```
package struct PreparedGate: Sendable {
    private let bench: PreparedBench
    private let gate: Gate
    private let base: BaseBuild?
    private let update: BaselineUpdate?
    private let isAdvisory: Bool

    /// Reads the baselines, and checks everything that the run will need later.
    package init(_ bench: PreparedBench, _ settings: GateSettings) async throws {
        let bench =
            settings.baseline == nil && settings.updateBaseline == nil ? bench : try bench.classed()
        self.bench = bench
        isAdvisory = settings.advisory
        try bench.requests.forEach { try $0.checkRules() }
        update = settings.updateBaseline.map {
            BaselineUpdate(of: bench.requests, below: $0, on: bench.system.environment)
        }
        try update?.check()
        var gate = Gate(scenarios: bench.scenarios, isRatchet: settings.ratchet)
        if settings.against != nil { gate.reference = .base }
        if let baseline = settings.baseline {
            gate.reference = .baselines(
                try BaselineFolder(reading: baseline, scenarios: bench.scenarios.map(\.name)),
                isRequired: settings.requireBaseline)
        }
        self.gate = gate
        base =
            if let path = settings.against {
                try await BaseBuild(path, for: bench.requests, on: bench.system)
            } else { nil }
    }

    /// Runs the bench, judges it, and stores the findings with the run.
    ///
    /// A run that a signal stopped is not judged.
    package func run(at place: RunPlace) async throws -> Gated {
        var measured = try await BenchSession(bench, against: base, at: place).run()
        if case .signal = measured.interruption { return Gated(measured: measured) }
        let record = gate.record(of: measured.record, isAdvisory: isAdvisory)
        measured.record.gate = record
        try RunDirectory(reading: measured.directory).write(measured.record)
        bench.events(.judged(record))
        return Gated(measured: measured, status: ExitStatus(record.findings.map(\.result)))
    }

    /// Writes baselines if every rule passed.
    ///
    /// - Returns: The paths of the written files; `nil` if no baselines were requested, or a rule
    ///   failed.
    package func updateBaselines(with gated: Gated) throws -> [String]? {
        guard gated.status == .success else { return nil }
        return try update?.write(gated.measured.record)
    }

    /// Whether baselines were requested.
    package var updatesBaselines: Bool { update != nil }
}

/// The result of a gate.
package struct Gated: Sendable {
    /// The run, including the findings.
    package let measured: Measured
    /// The exit status for the findings; `nil` for a run that was not judged.
    package var status: ExitStatus?
}
