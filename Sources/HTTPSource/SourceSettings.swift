/// The source's behaviour; the same settings and requests give the same answers.
package struct SourceSettings: Hashable, Sendable {
    /// The seed of content, latency and hazards; default 42.
    package var seed: UInt64 = 42
    /// The mean time before an answer, in milliseconds, drawn from half to one and a half; default 0.
    package var latencyMilliseconds = 0
    /// The number of fixtures per team; default 20.
    package var fixtureCount = 20
    /// The hazards that may strike; default none.
    package var hazards: Set<Hazard> = []
    /// The number of requests in a thousand that one strikes; default 0.
    package var hazardPerMille = 0
    /// The most times in a row that the same request fails, so that it succeeds in the end; default 3.
    package var hazardRunMax = 3
    /// After how many pages the list changes, with ``Hazard/shiftingPages`` or
    /// ``Hazard/replacedRecords``; default 3.
    package var shiftInterval = 3

    /// The longest mean latency, in milliseconds.
    package static let latencyMillisecondsMax = 10_000
    /// The most fixtures per team.
    package static let fixtureCountMax = 1000

    /// The defaults.
    package init() {}

    /// The hazards that are drawn for single requests, in a fixed order.
    var requestHazards: [Hazard] {
        Hazard.allCases.filter { hazards.contains($0) && !$0.isOfPages }
    }
}
