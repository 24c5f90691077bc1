import MemoryBudget

/// The harness reads the metric at short intervals and kills the tree when it crosses the budget.
struct Watchdog: EnforcementMechanism {
    let tier = EnforcementTier.watchdog
    let request = Enforcement.watchdog
    let title = "watchdog"

    func probe() -> Capability? {
        let interval = Watcher.intervalNanoseconds / 1000
        let sharp = Watcher.sharpIntervalNanoseconds / 1000
        let rest = WatchInterval.restMaximumNanoseconds / 1000
        return Capability(
            .enforcement(tier), name: title, isAvailable: true,
            finding: "reads every \(interval) µs, every \(sharp) µs above 75 % of the budget,"
                + " and every \(rest) µs while idle")
    }

    func demand(_ request: Enforcement, for budget: Budget) -> EnforcementDemand? {
        // Only the kernel knows whether a charge can be brought below its limit.
        guard budget.metric != .container else { return nil }
        return request == .auto || request == .watchdog
            ? EnforcementDemand(limitBytes: budget.limit.bytes) : nil
    }

    func arm(_ demand: EnforcementDemand, for limits: TrialLimits) -> (any ArmedEnforcement)? {
        ArmedWatchdog(watchedBudget: limits.budget)
    }
}

/// The watchdog of one trial, and its record, which the watcher writes before it kills the tree.
struct ArmedWatchdog: ArmedEnforcement, EnforcementEvidence {
    let tier = EnforcementTier.watchdog
    let watchedBudget: Budget?

    func evidence() -> any EnforcementEvidence { self }

    func proof(of trial: RawTrial) -> TrialEvidence.Proof? {
        guard case .overBudget(let bytes, let elapsed) = trial.stopReason, let watchedBudget else {
            return nil
        }
        return .watchdog(
            metric: trial.judgedMetric, bytes: bytes, limitBytes: watchedBudget.limit.bytes,
            elapsedNanoseconds: elapsed)
    }
}
