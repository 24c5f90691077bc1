/// The build whose workers run a trial, if a run compares two builds.
package enum Build: String, Codable, CaseIterable, Sendable {
    /// The installed workers, which are judged.
    case head
    /// The workers of `--against`, which `head` is compared with.
    case base

    /// Returns the name under which a run records this build's trials of a scenario.
    ///
    /// The name of a scenario never contains an `@`.
    package func name(of scenario: String) -> String {
        self == .base ? "\(scenario)@base" : scenario
    }

    /// Recognises the build from the name of a record, for runs recorded by earlier versions, which
    /// don't store it elsewhere.
    package init(ofRecordNamed name: String) {
        self = name.hasSuffix("@base") ? .base : .head
    }
}
