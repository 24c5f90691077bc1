import MemoryBudget
import Testing

@testable import Bench
@testable import Harness

/// Complete runs on a fake clock: the remaining time shown compared with the true one.
@Suite("Accuracy of the remaining time")
struct HonestTimeTests {
    /// A machine on which trials take a multiple of their nominal time, with some random noise.
    private struct Machine {
        var slowness: Double
        var noise: Double
        var generator: SplitMix64

        mutating func seconds(_ nominal: Double) -> Double {
            let chance = Double(generator.next() >> 11) / Double(1 << 53)
            return nominal * slowness * (1 + noise * (2 * chance - 1))
        }
    }

    /// The estimate that is shown when a trial starts, and the true remaining time.
    private struct Reading {
        var shown: Double
        var truth: Double
    }

    private static let costs = [
        "load-all": NominalCost(unitsPerSecond: 50_000, bytesPerUnit: 1_300),
        "offset": NominalCost(unitsPerSecond: 200_000, halvingUnits: 80_000),
        "streamed": NominalCost(unitsPerSecond: 800_000),
        "slow": NominalCost(unitsPerSecond: 35_000),
    ]

    private let limit = Budget(metric: .peakRSS, limit: .mebibytes(32))

    private func scenario() -> Scenario {
        Scenario(
            name: "test", job: .pipeline("p"),
            scales: [10_000, 20_000, 40_000, 80_000, 160_000].map { Scale(units: $0) },
            budget: limit, trials: 3, allocator: .jemalloc,
            strategies: Self.costs.keys.sorted().map { .init(name: $0) })
    }

    /// Returns the true duration of a trial, and whether its budget stops it.
    private func truth(
        _ planned: PlannedTrial, _ machine: inout Machine
    ) -> (seconds: Double, isOver: Bool) {
        guard planned.kind != .floor, let cost = Self.costs[planned.cell.strategy] else {
            return (machine.seconds(0.035), false)
        }
        var units = Double(planned.cell.scale.units)
        let most = cost.unitsReaching(limit.limit.bytes) ?? .infinity
        let isOver = planned.kind != .need && units > most
        // Much of a file is read before it is parsed, so the budget stops it sooner than
        // proportionally.
        if isOver { units = most / 2 }
        let naming = planned.kind == .profiled ? 0.28 : 0
        return (machine.seconds(0.07 + naming + cost.seconds(of: units)), isOver)
    }

    private func experience(
        _ planned: PlannedTrial, seconds: Double, isOver: Bool
    ) -> (DurationForecast.Experience, Observation) {
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil), kind: planned.kind,
            index: planned.index, startedAt: "", outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(isOver ? .watchdog : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .jemalloc, isAttached: true))
        observation.budget = limit
        observation.peakRSSBytes = isOver ? limit.limit.bytes + 1 : 20 << 20
        observation.quality[.peakRSS] = .exact
        return (
            DurationForecast.Experience(planned, observation, took: .seconds(seconds)), observation
        )
    }

    /// Runs the scenario, and records what is shown when each trial starts.
    private func run(
        slowness: Double, noise: Double, seed: UInt64,
        knowing history: [DurationForecast.Experience] = []
    ) -> (readings: [Reading], experiences: [DurationForecast.Experience]) {
        let scenario = scenario()
        let cells = scenario.cells()
        let schedule = Schedule(cells: cells, trials: 3, hasFloors: true, seed: seed)
        var queue = TrialQueue(
            schedule, profiling: .overBudget, needCeiling: .mebibytes(4096))
        var machine = Machine(
            slowness: slowness, noise: noise, generator: SplitMix64(seed: seed))
        var remaining = RemainingTime(
            of: schedule.trials, withNeed: true, profiling: .overBudget)
        var experiences = history
        var shown: [(shown: Double?, at: Double)] = []
        var clock = 0.0
        while let planned = queue.next(willSkip: { _, _ in }) {
            let time = remaining.time(from: queue.number, called: { queue.called }) {
                DurationForecast(
                    of: scenario, from: experiences, costs: Self.costs,
                    slowness: speed(experiences))
            }
            shown.append((time?.seconds, clock))
            let (seconds, isOver) = truth(planned, &machine)
            clock += seconds
            let (known, observation) = experience(planned, seconds: seconds, isOver: isOver)
            experiences.append(known)
            queue.note(observation, of: planned)
        }
        let readings = shown.map { Reading(shown: $0.shown ?? -1, truth: clock - $0.at) }
        return (readings, experiences)
    }

    private func speed(_ experiences: [DurationForecast.Experience]) -> Double {
        var speed = MachineSpeed()
        for known in experiences where known.stoppedAtBytes == nil && known.units > 0 {
            guard let cost = Self.costs[known.strategy] else { continue }
            speed.note(
                .nanoseconds(known.nanoseconds),
                nominal: .seconds(0.085 + cost.seconds(of: Double(known.units))))
        }
        return speed.slowness
    }

    @Test(
        "Without history, the estimate is within a factor of 1.5 from the start, at nominal speed",
        arguments: 1...8)
    func start(seed: UInt64) {
        let (readings, _) = run(slowness: 1, noise: 0.2, seed: seed)
        for reading in readings where reading.truth > 1 {
            let ratio = reading.shown / reading.truth
            #expect((1 / 1.5...1.5).contains(ratio), "\(reading)")
        }
    }

    @Test(
        "On other machines, the estimate is within a factor of 1.5 after a quarter of the run",
        arguments: [0.5, 2], 1...4)
    func otherMachine(slowness: Double, seed: UInt64) {
        let (readings, _) = run(slowness: slowness, noise: 0.2, seed: seed)
        let whole = readings.first?.truth ?? 0
        #expect(whole > 5)
        for reading in readings where reading.truth > 1 && reading.truth < 0.75 * whole {
            let ratio = reading.shown / reading.truth
            #expect((1 / 1.5...1.5).contains(ratio), "\(reading)")
        }
    }

    @Test(
        "With history, the estimate is within 20 % from the start", arguments: [0.5, 1, 2], 1...4)
    func history(slowness: Double, seed: UInt64) {
        let (_, known) = run(slowness: slowness, noise: 0.1, seed: seed)
        let (readings, _) = run(
            slowness: slowness, noise: 0.1, seed: seed + 100, knowing: known)
        for reading in readings where reading.truth > 2 {
            let ratio = reading.shown / reading.truth
            #expect((0.8...1.2).contains(ratio), "\(reading)")
        }
    }

    @Test(
        "The estimate rises by at most a fifth per trial while more than eight seconds remain",
        arguments: 1...8
    )
    func steady(seed: UInt64) {
        let (readings, _) = run(slowness: 1, noise: 0.2, seed: seed)
        for (before, after) in zip(readings, readings.dropFirst()) where before.truth > 8 {
            #expect(after.shown < 1.2 * before.shown, "\(before) \(after)")
        }
    }
}
