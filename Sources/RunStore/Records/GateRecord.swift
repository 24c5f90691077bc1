package import MemoryBudget

/// What `membudget gate` found of a run.
package struct GateRecord: Hashable, Sendable, Codable {
    /// A finding a rule, in the order of scenarios, strategies and scales.
    package var findings: [GateFinding]
    /// The status that the findings call for, before `--advisory` softened it.
    package var exitStatus: Int
    /// Whether statuses 1 to 3 were softened to 0.
    package var isAdvisory: Bool
    /// The folder of baselines it was compared with; nil without.
    package var baseline: String?
    /// Whether what lacks a baseline is not green.
    package var isBaselineRequired: Bool
    /// Whether an improvement beyond the threshold fails too.
    package var isRatchet: Bool

    /// Makes a record.
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
    /// What it judged by beside the scenarios, as it is typed.
    var command: String {
        let baseline = baseline.map { ["--baseline", $0] } ?? []
        let required = isBaselineRequired ? ["--require-baseline"] : []
        return shellWords(["gate"] + baseline + required + (isRatchet ? ["--ratchet"] : []))
    }
}
