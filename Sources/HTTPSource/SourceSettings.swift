/// The settings of the source's behaviour; equal settings and requests give equal answers.
///
/// ```swift
/// var settings = try SourceSettings(arguments: ["--seed", "7"])
/// settings.latencyMilliseconds = 20
/// ```
package struct SourceSettings: Hashable, Sendable {
    /// The seed of content, latency and hazards; 42 by default.
    package var seed: UInt64 = 42
    /// The mean time before an answer, in milliseconds, drawn from 0.5 to 1.5 times it; 0 by
    /// default.
    package var latencyMilliseconds = 0
    /// The number of fixtures per team; 20 by default.
    package var fixtureCount = 20
    /// The hazards that may occur; none by default.
    package var hazards: Set<Hazard> = []
    /// The number of affected requests per thousand; 0 by default.
    package var hazardPerMille = 0
    /// The maximum number of successive failures of the same request, so that it succeeds
    /// eventually; 3 by default.
    package var hazardRunMax = 3
    /// The number of pages between two changes of the list, with ``Hazard/shiftingPages`` or
    /// ``Hazard/replacedRecords``; 3 by default.
    package var shiftInterval = 3

    /// The maximum mean latency, in milliseconds.
    package static let latencyMillisecondsMax = 10_000
    /// The maximum number of fixtures per team.
    package static let fixtureCountMax = 1000

    /// Creates the default settings.
    package init() {}

    /// The hazards drawn for single requests, in a fixed order.
    var requestHazards: [Hazard] {
        Hazard.allCases.filter { hazards.contains($0) && !$0.isOfPages }
    }
}
