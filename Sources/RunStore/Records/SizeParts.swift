package import MemoryBudget

/// The need that was measured at one size.
package struct SizePoint: Hashable, Sendable, Codable {
    /// The size of the input, in units.
    package var units: Int
    /// Its size in bytes; nil if it is not known.
    package var inputBytes: Int?
    /// The smallest container that was enough, below none that was not; or the median of the peaks.
    package var needBytes: Int
    /// The limit for this size, before it is rounded; nil if none is known.
    package var limitBytes: Int?

    /// Creates a point.
    package init(units: Int, inputBytes: Int?, needBytes: Int) {
        self.units = units
        self.inputBytes = inputBytes
        self.needBytes = needBytes
    }

    enum CodingKeys: String, StoredKey {
        case units
        case inputBytes = "input_bytes"
        case needBytes = "need_bytes"
        case limitBytes = "limit_bytes"
    }
}

/// The growth of the need with the input, as far as it was measured.
package struct SizeGrowth: Hashable, Sendable, Codable {
    /// The curve that the limit follows.
    package var curve: GrowthCurve
    /// The classes that the sizes don't tell apart, the likeliest first.
    package var candidates: [GrowthClass]
    /// Whether the largest input lies beyond the largest size that was measured.
    package var isExtrapolation: Bool
    /// Whether it lies past a hundred times that size.
    package var isFarExtrapolation: Bool

    /// Takes what concerns a largest input from a fit.
    package init(_ fit: GrowthFit, inputMaxUnits: Int) {
        curve = fit.curve
        candidates = fit.candidates
        isExtrapolation = fit.isExtrapolated(at: inputMaxUnits)
        isFarExtrapolation = fit.isFarExtrapolated(at: inputMaxUnits)
    }

    enum CodingKeys: String, StoredKey {
        case curve, candidates
        case isExtrapolation = "extrapolation"
        case isFarExtrapolation = "far_extrapolation"
    }
}

/// The runs under the limit.
package struct SizeVerification: Hashable, Sendable, Codable {
    /// The largest size of input that was run, in units.
    package var units: Int
    /// The limit there: that of the manifest at the largest input, otherwise that of the formula.
    package var limitBytes: Int
    /// The runs under limits of this height, at all sizes.
    package var runCount = 0
    /// Those that did not come to their end.
    package var failureCount = 0
    /// The times that the limit was raised because a run under a lower one did not come to its end.
    package var raiseCount = 0
    /// The times that it was raised because runs were too slow.
    package var slowRaiseCount = 0
    /// The speed under the limit as a share of that without one, at ``units``; nil if it was not read.
    package var speedShare: Interval?
    /// Whether noise alone doesn't explain that it differs from 1.
    package var isSpeedSignificant = false

    /// Creates a record of runs that have not begun.
    package init(units: Int, limitBytes: Int) {
        self.units = units
        self.limitBytes = limitBytes
    }

    enum CodingKeys: String, StoredKey {
        case units
        case limitBytes = "limit_bytes"
        case runCount = "runs"
        case failureCount = "failures"
        case raiseCount = "raises"
        case slowRaiseCount = "raises_for_speed"
        case speedShare = "speed_share"
        case isSpeedSignificant = "speed_significant"
    }
}
