/// Whose workers run a trial, where two builds are compared in one run.
package enum Build: String, Codable, CaseIterable, Sendable {
    /// The workers that are installed: what is judged.
    case head
    /// The workers of `--against`: what it is compared with.
    case base

    /// The name under which a run keeps what a build did of a scenario.
    ///
    /// No scenario's own name holds an `@`.
    package func name(of scenario: String) -> String {
        self == .base ? "\(scenario)@base" : scenario
    }

    /// The build whose record has a name, for a run of an earlier membudget, which says it nowhere
    /// else.
    package init(ofRecordNamed name: String) {
        self = name.hasSuffix("@base") ? .base : .head
    }
}
