package import Files

/// A way to remove what is left over.
package struct SweepRule: Sendable {
    /// Only what was not changed after this time, in seconds since 1970, goes; nil for all.
    package var changedUntil: Int?
    /// Whether nothing is removed: it is only said what would be.
    package var isRehearsal: Bool

    /// A rule; by default all that is left over goes.
    package init(changedUntil: Int? = nil, isRehearsal: Bool = false) {
        self.changedUntil = changedUntil
        self.isRehearsal = isRehearsal
    }

    /// Whether something that was last changed at a time is old enough.
    package func covers(changedAt: Int) -> Bool {
        changedUntil.map { changedAt <= $0 } ?? true
    }
}

/// The result of a sweep.
package struct SweepOutcome: Sendable {
    /// The paths of what is gone, or would be.
    package var removed: [String]
    /// The paths that could not be removed.
    package var failures: [FileError]

    /// A result; by default nothing was there.
    package init(removed: [String] = [], failures: [FileError] = []) {
        self.removed = removed
        self.failures = failures
    }

    /// Adds another's.
    package static func += (outcome: inout SweepOutcome, other: SweepOutcome) {
        outcome.removed += other.removed
        outcome.failures += other.failures
    }
}
