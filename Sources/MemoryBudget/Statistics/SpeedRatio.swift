/// The throughput of one group of trials as a multiple of another's, and whether that is more than noise.
package struct SpeedRatio: Hashable, Sendable {
    /// The quotient of the medians, between the extremes of the quotients; above 1 is faster.
    package let interval: Interval
    /// Whether both groups have several trials: one shows nothing of how far they lie apart.
    package let isRepeated: Bool
    private let tolerance: Double

    /// Compares the throughput of two groups; nil if the second has none.
    ///
    /// - Parameter noise: Of the machine; nil assumes ``NoiseRecord/typicalWallShare``.
    package init?(of speeds: Summary, to others: Summary, noise: NoiseRecord?) {
        guard others.low > 0 else { return nil }
        interval = Interval(speeds) / Interval(others)
        isRepeated = speeds.values.count > 1 && others.values.count > 1
        tolerance = NoiseRecord.wallTolerance(of: noise)
    }

    /// Whether all of the interval lies on one side of 1, further away than noise alone explains.
    package var isSignificant: Bool {
        interval.low > 1 + tolerance || interval.high < 1 / (1 + tolerance)
    }

    /// Whether a sentence may state it: significant, and of several trials on both sides.
    package var isClaimable: Bool { isRepeated && isSignificant }
}

extension NoiseRecord {
    /// The standard deviation of a duration that is assumed where none was measured, as a share.
    package static let typicalWallShare = 0.05

    /// The difference that the durations of two equal trials stay within 19 times out of 20, as a share.
    ///
    /// - Parameter noise: Of the machine; nil assumes ``typicalWallShare``.
    package static func wallTolerance(of noise: NoiseRecord?) -> Double {
        1.96 * 2.0.squareRoot() * (noise?.wallShare ?? typicalWallShare)
    }
}
