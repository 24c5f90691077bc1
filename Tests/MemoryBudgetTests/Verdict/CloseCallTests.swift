import MemoryBudget
import Testing

@Suite("Verdicts near the limit")
struct CloseCallTests {
    private let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))

    /// Returns a trial that ended by itself, or was killed at its reading.
    private func trial(_ bytes: Int, isKilled: Bool = false) -> Observation {
        let isOver = isKilled || !budget.allows(bytes)
        var observation = Observation(
            strategy: "s", scale: ScaleRecord(Scale(units: 1), inputBytes: nil), startedAt: "",
            outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(isKilled ? .watchdog : isOver ? .exactPeak : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        observation.peakRSSBytes = bytes
        return observation
    }

    private func trials(within: Int, over: Int, isKilled: Bool = true) -> [Observation] {
        (0..<within).map { trial(20 << 20 + $0) }
            + (0..<over).map { trial(33 << 20 + $0, isKilled: isKilled) }
    }

    private func verdict(_ trials: [Observation], noiseBytes: Double? = nil) -> Verdict {
        let noise = noiseBytes.map {
            NoiseRecord(trials: 6, peakRSSBytes: $0, peakRSSShare: $0 / 8e6, wallShare: 0)
        }
        return Verdict(judging: trials, budget: budget, noise: noise)
    }

    @Test(
        "A cell is within only if no trial is over, but over even if one of nine is within",
        arguments: 1...8)
    func disagreement(count: Int) {
        for over in 1..<max(2, count) where over < count {
            #expect(verdict(trials(within: count - over, over: over)) == .inconclusive)
        }
        #expect(verdict(trials(within: count, over: 0)) == .within)
        #expect(verdict(trials(within: 0, over: count)) == .over)
        #expect(verdict(trials(within: 8, over: 1)) == .inconclusive)
        #expect(verdict(trials(within: 1, over: 8)) == .over)
        #expect(verdict(trials(within: 7, over: 2)) == .inconclusive)
        #expect(verdict(trials(within: 2, over: 7)) == .inconclusive)
    }

    @Test("A cell is over by the sign test at 95 %, and within only if no trial is over")
    func signTest() {
        for count in 6...40 {
            for over in 0...count {
                // P(X ≤ the smaller side) of a fair coin, doubled.
                let minority = min(over, count - over)
                let tail = (0...minority).reduce(0.0) { $0 + binomial(count, $1) }
                let expected: Verdict =
                    over == 0
                    ? .within : 2 * tail > 0.05 || over < count - over ? .inconclusive : .over
                #expect(
                    verdict(trials(within: count - over, over: over)) == expected,
                    "\(over) of \(count)")
            }
        }
    }

    private func binomial(_ count: Int, _ successes: Int) -> Double {
        (0..<successes).reduce((0..<count).reduce(1.0) { product, _ in product / 2 }) {
            $0 * Double(count - $1) / Double($1 + 1)
        }
    }

    @Test("Readings within two standard deviations of the machine's noise don't decide")
    func noise() {
        let limit = budget.limit.bytes
        for offset in [-100_000, -60_000, 60_000, 100_000] {
            let trials = (0..<9).map { _ in trial(limit + offset) }
            #expect(verdict(trials) == (offset < 0 ? .within : .over))
            let isClose = abs(offset) < 80_000
            #expect(
                verdict(trials, noiseBytes: 40_000)
                    == (isClose ? .inconclusive : offset < 0 ? .within : .over))
        }
    }

    /// Returns a trial whose peak may have been up to `error` bytes above its reading.
    private func open(_ bytes: Int, error: Int, quality: Quality = .interval) -> Observation {
        var trial = trial(bytes)
        trial.peakRSSHighBytes = bytes + error
        trial.quality[.peakRSS] = quality
        return trial
    }

    @Test("A limit inside a reading's interval is undecided, and one at its end is kept")
    func interval() {
        let limit = budget.limit.bytes
        let error = 768 << 10
        #expect(verdict([open(limit - error, error: error)]) == .within)
        #expect(verdict([open(limit - error + 1, error: error)]) == .inconclusive)
        #expect(verdict([open(limit, error: error)]) == .inconclusive)
        #expect(verdict([open(limit + 1, error: error)]) == .over)
        #expect(verdict((0..<9).map { _ in open(limit, error: error) }) == .inconclusive)
        #expect(
            verdict([open(20 << 20, error: error), open(limit, error: error)]) == .inconclusive)
    }

    @Test("An exact reading decides by itself, and so does a lower bound")
    func otherQualities() {
        let limit = budget.limit.bytes
        #expect(verdict([open(limit, error: 4096, quality: .exact)]) == .within)
        #expect(verdict([open(limit, error: 0, quality: .lowerBound)]) == .within)
    }

    @Test("A single trial with its budget inside its interval is undecided")
    func undecided() {
        let limit = budget.limit.bytes
        func isUndecided(_ bytes: Int, _ quality: Quality, budget: Budget?) -> Bool {
            var trial = open(bytes, error: 768 << 10, quality: quality)
            trial.budget = budget
            return trial.isUndecided
        }
        #expect(isUndecided(limit, .interval, budget: budget))
        #expect(!isUndecided(limit, .exact, budget: budget))
        #expect(!isUndecided(limit - (768 << 10), .interval, budget: budget))
        #expect(!isUndecided(limit + 1, .interval, budget: budget))
        #expect(!isUndecided(limit, .interval, budget: nil))
        let tree = Budget(metric: .peakTree, limit: budget.limit)
        #expect(!isUndecided(limit, .interval, budget: tree))
    }

    @Test("A trial killed slightly above the limit is over, and its peak is unknown")
    func killed() {
        let killed = (0..<3).map { _ in trial(budget.limit.bytes + 4096, isKilled: true) }
        #expect(verdict(killed, noiseBytes: 1_000_000) == .over)
    }

    @Test("More equal trials, less memory or a larger budget never turn a green verdict red")
    func monotone() {
        var generator = SplitMix64(seed: 4)
        for _ in 0..<500 {
            let readings = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Int.random(in: (31 << 20)...(33 << 20), using: &generator)
            }
            let order: [Verdict] = [.within, .inconclusive, .over]
            let before = order.firstIndex(of: verdict(readings.map { trial($0) })) ?? -1
            let less = order.firstIndex(of: verdict(readings.map { trial($0 - 4096) })) ?? -1
            let shuffled = verdict(readings.shuffled(using: &generator).map { trial($0) })
            #expect(before >= 0 && less >= 0 && less <= before)
            #expect(order.firstIndex(of: shuffled) == before)
            #expect(
                verdict((readings + readings + readings).map { trial($0) }) == order[before]
                    || order[before] == .inconclusive)
        }
    }
}
