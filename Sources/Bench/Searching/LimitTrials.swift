import Harness
import MemoryBudget
import RunStore

/// The trials that verify a limit, at the largest size that can be run and, for a formula, also
/// between the sizes that it was fitted to.
///
/// The limit is raised if a trial doesn't complete under it.
struct LimitTrials {
    /// The maximum number of raises, for failed and for slow trials.
    private static let raiseCountMax = (failing: 3, slow: 8)
    private static let raiseFactor = (failing: 1.1, slow: 1.25)
    /// The number of trials without a limit, for comparing speeds.
    private static let freeCountMax = 3

    let cell: Cell
    let question: SizeQuestion
    let metric: Metric
    let enforcement: Enforcement
    /// The sizes of the trials, in order.
    let plan: [Scale]
    /// The time after which no further trial is started, on the prober's clock; `nil` for no limit.
    let timeLimit: Duration?
    /// The current limits.
    private(set) var limits: EngineLimits
    private(set) var record: SizeVerification
    /// Every trial, in order.
    private(set) var trials: [Observation] = []
    private var free: [Observation] = []
    /// Whether a trial without a limit needs more memory than this machine may give it.
    private var lacksFree = false
    /// The trials under the current limits.
    private var limited: [Observation] = []

    /// Creates a plan of trials.
    ///
    /// - Parameters:
    ///   - top: The largest size that can be run.
    ///   - between: The other sizes, for engines that take a formula.
    init(
        of cell: Cell, for question: SizeQuestion, metric: Metric, enforcement: Enforcement,
        limits: EngineLimits, top: Scale, between: [Scale], timeLimit: Duration?
    ) {
        self.cell = cell
        self.question = question
        self.metric = metric
        self.enforcement = enforcement
        self.limits = limits
        self.timeLimit = timeLimit
        plan = (0..<question.trials).map { index in
            index % 2 == 0 || between.isEmpty ? top : between[index / 2 % between.count]
        }
        record = SizeVerification(
            units: top.units, limitBytes: limits.limit(at: top.units).bytes)
    }

    /// Runs the plan until all of its trials complete under the same limits.
    ///
    /// - Returns: The reason why verification ended early; `nil` if it didn't.
    mutating func run(on prober: inout Prober) async throws -> SearchStop? {
        while true {
            if let stop = try await runAll(on: &prober) { return stop }
            let top = limits.limit(at: record.units)
            if record.failureCount > 0 {
                guard record.raiseCount < Self.raiseCountMax.failing else {
                    return .notKept(
                        limit: top, failures: record.failureCount, runs: record.runCount)
                }
                record.raiseCount += 1
                raise(by: Self.raiseFactor.failing, at: trials.last?.scale.units)
            } else if isTooSlow {
                guard record.slowRaiseCount < Self.raiseCountMax.slow else {
                    return .tooSlow(limit: top)
                }
                record.slowRaiseCount += 1
                raise(by: Self.raiseFactor.slow, at: record.units)
            } else {
                compareSpeeds()
                return nil
            }
        }
    }

    /// Runs the plan up to the first failing trial.
    private mutating func runAll(on prober: inout Prober) async throws -> SearchStop? {
        limited = []
        (record.runCount, record.failureCount) = (0, 0)
        for (index, scale) in plan.enumerated() {
            if let timeLimit, prober.elapsed >= timeLimit { return .timeLimit }
            if needsFree(before: index), scale.units == record.units {
                if let stop = try await runFree(at: scale, on: &prober) { return stop }
            }
            let trial = try await look(at: scale, under: limits.limit(at: scale.units), on: &prober)
            record.runCount += 1
            switch trial.outcome {
            case .completed where !trial.isUndecided: limited.append(trial)
            case .completed, .overBudget, .timedOut, .stalled:
                record.failureCount += 1
                return nil
            default: return .lost(trial)
            }
        }
        return nil
    }

    private func needsFree(before index: Int) -> Bool {
        !lacksFree && free.count <= index && free.count < Self.freeCountMax
    }

    private mutating func runFree(
        at scale: Scale, on prober: inout Prober
    ) async throws -> SearchStop? {
        let trial = try await look(at: scale, under: nil, on: &prober)
        switch trial.outcome {
        case .completed: free.append(trial)
        case .overBudget: lacksFree = true
        default: return .lost(trial)
        }
        return nil
    }

    private mutating func look(
        at scale: Scale, under limit: ByteCount?, on prober: inout Prober
    ) async throws -> Observation {
        var cell = cell
        cell.scale = scale
        let left = question.trials - record.runCount - 1
        let probe = Prober.Probe(
            cell: cell, budget: limit.map { Budget(metric: metric, limit: $0) },
            enforcement: limit == nil ? .auto : enforcement, remainingCount: max(0, left),
            varies: .scale)
        let trial = try await prober.run(probe)
        trials.append(trial)
        return trial
    }

    /// Raises the limits, at a given size at least to the next value that the engine accepts.
    private mutating func raise(by factor: Double, at units: Int?) {
        let units = units ?? record.units
        let next = Double(limits.limit(at: units).bytes + 1) / limits.bytes(at: units)
        limits.raise(by: max(factor, next))
        record.limitBytes = limits.limit(at: record.units).bytes
    }

    // MARK: Speed

    private var times: (limited: Summary?, free: Summary?) {
        func times(_ trials: [Observation]) -> Summary? {
            let top = trials.filter { $0.scale.units == record.units && $0.wallNanoseconds > 0 }
            return Summary(top.map { Double($0.wallNanoseconds) })
        }
        return (times(limited), times(free))
    }

    private var isTooSlow: Bool {
        guard let share = question.slowdownShare, let limited = times.limited,
            let free = times.free
        else { return false }
        return limited.median > (1 + share) * free.median
    }

    private mutating func compareSpeeds() {
        func speeds(_ times: Summary?) -> Summary? {
            times.flatMap { Summary($0.values.map { 1 / $0 }) }
        }
        // A single trial of each gives no estimate of the noise.
        guard let limited = speeds(times.limited), let free = speeds(times.free),
            limited.values.count > 1, free.values.count > 1,
            let ratio = SpeedRatio(of: limited, to: free, noise: nil)
        else { return }
        record.speedShare = ratio.interval
        record.isSpeedSignificant = ratio.isClaimable
    }
}
