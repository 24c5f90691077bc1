/// How a figure changed against an earlier one: a word, and the change with its interval.
package struct Comparison: Hashable, Sendable, Codable {
    /// The outcome of the comparison.
    package var word: Word
    /// The change of the median, as a share of the earlier one; nil if one of the two is missing.
    package var change: Double?
    /// The lower end of the change's interval; nil with the change.
    package var low: Double?
    /// The upper end of it.
    package var high: Double?

    /// The outcome of a comparison; the raw value is its name in JSON.
    package enum Word: String, Codable, CaseIterable, Sendable {
        /// Not shown to differ by more than is tolerated: `~`.
        case unchanged
        /// Worse by more than is tolerated.
        case regressed
        /// Better by more than is tolerated.
        case improved
        /// There was no earlier figure.
        case new
        /// There is no later one.
        case gone
        /// One of the two, or both, gave a wrong result: its peak is known and is compared with nothing.
        case wrong
        /// Nobody knows whether the result of one of the two is right, although it was to be checked: its
        /// peak is known and is compared with nothing.
        case uncheckable
        /// One of the two was not measured to its end, and what it reached does not decide; or they were
        /// judged by different metrics.
        case unmeasured
    }

    /// Which way is better.
    package enum Preference: Sendable {
        /// Of memory and of time.
        case smaller
        /// Of throughput.
        case larger
    }

    /// A word alone, where there are no two figures.
    package init(_ word: Word) {
        self.word = word
    }

    /// Compares what two groups of trials read.
    ///
    /// The interval reaches from the lower end of the later figure over the upper end of the earlier
    /// one to the opposite; a change counts only if all of it lies beyond the tolerance.
    ///
    /// - Parameters:
    ///   - later: Nil if there is none.
    ///   - earlier: Nil if there is none, or the figure was zero.
    ///   - tolerance: As a share of the earlier median: the threshold or the noise, whichever is more.
    ///   - preference: Which way is better.
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
        // Of shares, because less one they are rounded: a change of just the tolerance is tolerated.
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
