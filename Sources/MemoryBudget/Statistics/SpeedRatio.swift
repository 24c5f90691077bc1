/// The throughput of one group of trials as a multiple of another's, and whether it exceeds the
/// noise.
package struct SpeedRatio: Hashable, Sendable {
    /// The quotient of the medians, with the extremes of the quotients as its interval; above 1 is
    /// faster.
    package let interval: Interval
    /// Whether both groups have several trials; a single trial shows no spread.
    package let isRepeated: Bool
    private let tolerance: Double

    /// Compares the throughput of two groups; `nil` if the second is zero.
    ///
    /// - Parameter noise: The noise of the machine; `nil` assumes ``NoiseRecord/typicalWallShare``.
    package init?(of speeds: Summary, to others: Summary, noise: NoiseRecord?) {
        guard others.low > 0 else { return nil }
        interval = Interval(speeds) / Interval(others)
        isRepeated = speeds.values.count > 1 && others.values.count > 1
        tolerance = NoiseRecord.wallTolerance(of: noise)
    }

    /// Whether the whole interval lies on one side of 1, further away than noise explains.
    package var isSignificant: Bool {
        interval.low > 1 + tolerance || interval.high < 1 / (1 + tolerance)
    }

    /// Whether reports may state the ratio: it is significant, with several trials on both sides.
    package var isClaimable: Bool { isRepeated && isSignificant }
}

extension NoiseRecord {
    /// The assumed standard deviation of a duration where none was measured, as a share.
    package static let typicalWallShare = 0.05

    /// Returns the difference, as a share, within which the durations of two equal trials stay 19
    /// times out of 20.
    ///
    /// - Parameter noise: The noise of the machine; `nil` assumes ``typicalWallShare``.
    package static func wallTolerance(of noise: NoiseRecord?) -> Double {
        1.96 * 2.0.squareRoot() * (noise?.wallShare ?? typicalWallShare)
    }
}
