package import MemoryBudget

/// The result of `membudget gate` for a run.
package struct GateRecord: Hashable, Sendable, Codable {
    /// The findings, one per rule, in the order of scenarios, strategies and scales.
    package var findings: [GateFinding]
    /// The exit status of the findings, before `--advisory` turns it into 0.
    package var exitStatus: Int
    /// Whether exit statuses 1 to 3 are turned into 0.
    package var isAdvisory: Bool
    /// The folder of baselines it was compared with; `nil` without one.
    package var baseline: String?
    /// Whether a missing baseline fails the gate.
    package var isBaselineRequired: Bool
    /// Whether improvements beyond the threshold fail the gate.
    package var isRatchet: Bool

    /// Creates a record.
    package init(
        findings: [GateFinding], exitStatus: Int, isAdvisory: Bool = false,
        baseline: String? = nil, isBaselineRequired: Bool = false, isRatchet: Bool = false
    ) {
        self.findings = findings
        self.exitStatus = exitStatus
        self.isAdvisory = isAdvisory
        self.baseline = baseline
        self.isBaselineRequired = isBaselineRequired
        self.isRatchet = isRatchet
    }

    enum CodingKeys: String, StoredKey {
        case findings
        case exitStatus = "exit_status"
        case isAdvisory = "advisory"
        case baseline
        case isBaselineRequired = "require_baseline"
        case isRatchet = "ratchet"
    }
}

extension GateRecord {
    /// The options that it judged by, as a command line.
    var command: String {
        let baseline = baseline.map { ["--baseline", $0] } ?? []
        let required = isBaselineRequired ? ["--require-baseline"] : []
        return shellWords(["gate"] + baseline + required + (isRatchet ? ["--ratchet"] : []))
    }
}
