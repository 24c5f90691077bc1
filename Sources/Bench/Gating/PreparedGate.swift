import Judging
package import MemoryBudget
import Reports
import RunStore

/// The references of a gate: what changes are judged against, and how strictly.
package struct GateSettings: Hashable, Sendable {
    /// The folder of committed baselines; nil compares with none.
    package var baseline: String?
    /// Whether a missing baseline is a finding.
    package var requireBaseline = false
    /// The folder of another build, run interleaved: workers, or a checkout; nil for none.
    package var against: String?
    /// The folder that the run's baselines are written to if every rule is kept; nil for none.
    package var updateBaseline: String?
    /// Whether improvements beyond the threshold fail too.
    package var ratchet = false
    /// Whether verdicts don't fail the command.
    package var advisory = false

    /// A gate that compares with nothing.
    package init() {}
}

/// A gate whose bench, baselines and base are in order; nothing was written or started yet.
package struct PreparedGate: Sendable {
    private let bench: PreparedBench
    private let gate: Gate
    private let base: BaseBuild?
    private let update: BaselineUpdate?
    private let isAdvisory: Bool

    /// Reads baselines, and checks what will be needed after hours of measuring.
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

    /// Measures, judges, and stores the findings with the run; a run that a signal stopped is not
    /// judged.
    package func run(at place: RunPlace) async throws -> Gated {
        var measured = try await BenchSession(bench, against: base, at: place).run()
        if case .signal = measured.interruption { return Gated(measured: measured) }
        let record = gate.record(of: measured.record, isAdvisory: isAdvisory)
        measured.record.gate = record
        try RunDirectory(reading: measured.directory).write(measured.record)
        bench.events(.judged(record))
        return Gated(measured: measured, status: ExitStatus(record.findings.map(\.result)))
    }

    /// Writes baselines; of a run that isn't green there is nothing to hold others to.
    ///
    /// - Returns: The files that were written; nil if none was asked for, or the run isn't green.
    package func updateBaselines(with gated: Gated) throws -> [String]? {
        guard gated.status == .success else { return nil }
        return try update?.write(gated.measured.record)
    }

    /// Whether baselines were asked for.
    package var updatesBaselines: Bool { update != nil }
}

/// The result of a gate.
package struct Gated: Sendable {
    /// The run, with the findings.
    package let measured: Measured
    /// The status that the findings call for; nil for a run that was not judged.
    package var status: ExitStatus?
}
