package import Harness
package import MemoryBudget

extension DurationForecast {
    /// The duration of an earlier trial, including its check.
    package struct Experience: Hashable, Sendable, Codable {
        /// The name of the strategy.
        package var strategy: String
        /// The strategy with its parameters.
        package var variant: String
        /// The units of the scale; 0 for a floor.
        package var units: Int
        /// The purpose of the trial.
        package var kind: Observation.Kind
        /// The duration, in nanoseconds.
        package var nanoseconds: Int
        /// The limit that stopped the trial early, in bytes; `nil` if it completed.
        package var stoppedAtBytes: Int?

        /// Creates the experience of a trial.
        package init(_ planned: PlannedTrial, _ observation: Observation, took duration: Duration) {
            strategy = planned.cell.strategy
            variant = planned.cell.variant
            units = planned.cell.scale.units
            kind = planned.kind
            nanoseconds = duration.wholeNanoseconds
            let wasStopped = observation.outcome == .overBudget && observation.isCensored
            stoppedAtBytes = wasStopped ? observation.budget?.limit.bytes : nil
        }

        /// The key under which a newer experience replaces an older one.
        var key: Key { Key(variant: variant, units: units, kind: kind) }

        /// The properties that identify equal trials: a variant, a scale and a purpose.
        struct Key: Hashable {
            var variant: String
            var units: Int
            var kind: Observation.Kind
        }

        /// The duration of the trial.
        var duration: Duration { .nanoseconds(nanoseconds) }
        /// Whether the trial completed, rather than being stopped by its budget.
        var isWhole: Bool { stoppedAtBytes == nil }
    }
}
