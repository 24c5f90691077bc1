package import MemoryBudget

/// The measured need at one size of input.
package struct SizePoint: Hashable, Sendable, Codable {
    /// The size of the input, in units.
    package var units: Int
    /// The size in bytes; `nil` if unknown.
    package var inputBytes: Int?
    /// The need, in bytes: the smallest container that is enough, as are all larger ones that were
    /// tried; or the median peak.
    package var needBytes: Int
    /// The limit for this size before rounding, in bytes; `nil` if unknown.
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

/// The growth of the need with the input, as fitted to the measured sizes.
package struct SizeGrowth: Hashable, Sendable, Codable {
    /// The curve that the limit follows.
    package var curve: GrowthCurve
    /// The classes that fit the measured sizes, the most likely first.
    package var candidates: [GrowthClass]
    /// Whether the largest input is larger than the largest measured size.
    package var isExtrapolation: Bool
    /// Whether it is more than a hundred times that size.
    package var isFarExtrapolation: Bool

    /// Creates a record from a fit, for a largest input.
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

/// The runs that verify the limit.
package struct SizeVerification: Hashable, Sendable, Codable {
    /// The largest size of input that was run, in units.
    package var units: Int
    /// The limit at that size: that of the manifest for the largest input, otherwise the formula's.
    package var limitBytes: Int
    /// The number of runs under these limits, at all sizes.
    package var runCount = 0
    /// The number of runs that did not complete.
    package var failureCount = 0
    /// The number of times that the limit was raised because a run did not complete under a lower
    /// one.
    package var raiseCount = 0
    /// The number of times that the limit was raised because runs were too slow.
    package var slowRaiseCount = 0
    /// The speed under the limit as a share of the speed without one, at ``units``; `nil` if not
    /// read.
    package var speedShare: Interval?
    /// Whether the share differs from 1 by more than noise.
    package var isSpeedSignificant = false

    /// Creates a record of runs that have not started.
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
