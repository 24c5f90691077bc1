package import Files

/// The selection of leftovers to remove.
package struct SweepRule: Sendable {
    /// The latest modification time, in seconds since 1970, of leftovers to remove; `nil` for all.
    package var changedUntil: Int?
    /// Whether this is a rehearsal, which only reports what would be removed.
    package var isRehearsal: Bool

    /// Creates a rule; by default, all leftovers are removed.
    package init(changedUntil: Int? = nil, isRehearsal: Bool = false) {
        self.changedUntil = changedUntil
        self.isRehearsal = isRehearsal
    }

    /// Returns whether a leftover with this modification time is old enough.
    package func covers(changedAt: Int) -> Bool {
        changedUntil.map { changedAt <= $0 } ?? true
    }
}

/// The result of a sweep.
package struct SweepOutcome: Sendable {
    /// The paths that were removed, or would be.
    package var removed: [String]
    /// The errors of paths that could not be removed.
    package var failures: [FileError]

    /// Creates a result; by default, nothing was found.
    package init(removed: [String] = [], failures: [FileError] = []) {
        self.removed = removed
        self.failures = failures
    }

    /// Adds another outcome.
    package static func += (outcome: inout SweepOutcome, other: SweepOutcome) {
        outcome.removed += other.removed
        outcome.failures += other.failures
    }
}
