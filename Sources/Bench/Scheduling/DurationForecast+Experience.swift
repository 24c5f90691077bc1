package import Harness
package import MemoryBudget

extension DurationForecast {
    /// The time of an earlier trial, its check included.
    package struct Experience: Hashable, Sendable, Codable {
        /// The strategy's name.
        package var strategy: String
        /// Strategy and parameters.
        package var variant: String
        /// The scale's units; 0 for a floor.
        package var units: Int
        /// The reason for it.
        package var kind: Observation.Kind
        /// The time that it took.
        package var nanoseconds: Int
        /// The limit that ended it before it was done; nil if nothing did.
        package var stoppedAtBytes: Int?

        /// The experience of a trial.
        package init(_ planned: PlannedTrial, _ observation: Observation, took duration: Duration) {
            strategy = planned.cell.strategy
            variant = planned.cell.variant
            units = planned.cell.scale.units
            kind = planned.kind
            nanoseconds = duration.wholeNanoseconds
            let wasStopped = observation.outcome == .overBudget && observation.isCensored
            stoppedAtBytes = wasStopped ? observation.budget?.limit.bytes : nil
        }

        /// The key under which a newer one takes its place.
        var key: Key { Key(variant: variant, units: units, kind: kind) }

        /// The trials of one kind of a variant at a scale.
        struct Key: Hashable {
            var variant: String
            var units: Int
            var kind: Observation.Kind
        }

        /// The time that it took.
        var duration: Duration { .nanoseconds(nanoseconds) }
        /// Whether it was done, and not stopped by its budget before.
        var isWhole: Bool { stoppedAtBytes == nil }
    }
}
