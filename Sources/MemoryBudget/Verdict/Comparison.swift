/// The change of a figure from an earlier one, with its interval and a one-word outcome.
package struct Comparison: Hashable, Sendable, Codable {
    /// The outcome of the comparison.
    package var word: Word
    /// The change of the median, as a share of the earlier median; `nil` if one of the two is
    /// missing.
    package var change: Double?
    /// The lower end of the change's interval; `nil` if ``change`` is.
    package var low: Double?
    /// The upper end of the change's interval; `nil` if ``change`` is.
    package var high: Double?

    /// The outcome of a comparison; the raw value is its name in JSON.
    package enum Word: String, Codable, CaseIterable, Sendable {
        /// Not shown to differ by more than the tolerance; displayed as `~`.
        case unchanged
        /// Worse by more than the tolerance.
        case regressed
        /// Better by more than the tolerance.
        case improved
        /// The earlier figure is missing.
        case new
        /// The later figure is missing.
        case gone
        /// At least one of the two results is wrong, so that the peaks are not compared.
        case wrong
        /// At least one of the two results could not be checked, so that the peaks are not
        /// compared.
        case uncheckable
        /// One of the two was not completely measured and its reading doesn't decide, or they were
        /// judged by different metrics.
        case unmeasured
    }

    /// The direction that counts as better.
    package enum Preference: Sendable {
        /// Smaller is better, as for memory and time.
        case smaller
        /// Larger is better, as for throughput.
        case larger
    }

    /// Creates a comparison without figures.
    package init(_ word: Word) {
        self.word = word
    }

    /// Compares the readings of two groups of trials.
    ///
    /// ```swift
    /// let earlier = Summary([40_000_000, 41_000_000, 42_000_000])
    /// let later = Summary([50_000_000, 51_000_000, 52_000_000])
    /// print(Comparison(later, against: earlier, tolerance: 0.05).word)  // regressed
    /// ```
    ///
    /// The interval goes from the lower end of the later figure divided by the upper end of the
    /// earlier one, to the opposite. A change counts only if the whole interval exceeds the
    /// tolerance.
    ///
    /// - Parameters:
    ///   - later: The later figure; `nil` if there is none.
    ///   - earlier: The earlier figure; `nil` if there is none or it was zero.
    ///   - tolerance: The tolerated change, as a share of the earlier median: the threshold or the
    ///     noise, whichever is larger.
    ///   - preference: The direction that counts as better.
    package init(
        _ later: Summary?, against earlier: Summary?, tolerance: Double,
        preferring preference: Preference = .smaller
    ) {
        guard let later else {
            self.init(.gone)
            return
        }
        guard let earlier, earlier.low > 0 else {
            self.init(.new)
            return
        }
        // Shares are compared before 1 is subtracted, which would round: a change equal to the
        // tolerance is tolerated.
        let (least, most) = (later.low / earlier.high, later.high / earlier.low)
        if least > 1 + tolerance {
            self.init(preference == .smaller ? .regressed : .improved)
        } else if most < 1 - tolerance {
            self.init(preference == .smaller ? .improved : .regressed)
        } else {
            self.init(.unchanged)
        }
        change = later.median / earlier.median - 1
        (low, high) = (least - 1, most - 1)
    }

    enum CodingKeys: String, StoredKey {
        case word = "comparison"
        case change, low, high
    }
}
