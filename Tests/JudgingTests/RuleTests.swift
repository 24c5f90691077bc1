import MemoryBudget
import RunStore
import Testing

@testable import Judging

@Suite("Rules that are kept, broken and inconclusive")
struct RuleTests {
    @Test("Net is judged with its interval above the floor")
    func net() {
        func results(_ peaks: [Double]) -> [GateFinding.Result] {
            var run = MadeUpRun(gate: [GateRule(.net(.mebibytes(4)), line: 7)])
            run.add(units: 0, mebibytes: [10, 10, 10], kind: .floor)
            run.add(units: 1_000, mebibytes: peaks)
            return run.results(.net)
        }
        #expect(results([13, 13.5, 14]) == [.kept])
        #expect(results([14.1, 14.2, 14.3]) == [.over])
        #expect(results([13, 14, 15]) == [.inconclusive])
    }

    @Test("Net is widened by the counter error of both peaks")
    func netOfIntervals() {
        func results(_ peak: Double, quality: Quality) -> [GateFinding.Result] {
            var run = MadeUpRun(gate: [GateRule(.net(.mebibytes(4)), line: 7)])
            run.add(units: 0, mebibytes: [10, 10, 10], kind: .floor)
            run.add(units: 1_000, mebibytes: [peak, peak, peak])
            for index in run.trials.indices {
                run.trials[index].quality[.peakRSS] = quality
                run.trials[index].peakRSSHighBytes =
                    (run.trials[index].peakRSSBytes ?? 0) + (768 << 10)
            }
            return run.results(.net)
        }
        #expect(results(13.5, quality: .interval) == [.inconclusive])
        #expect(results(13.5, quality: .exact) == [.kept])
        #expect(results(13.2, quality: .interval) == [.kept])
        #expect(results(14.5, quality: .interval) == [.inconclusive])
        #expect(results(15, quality: .interval) == [.over])
    }

    @Test("Without a floor, net is missing, which doesn't pass")
    func noFloor() {
        var run = MadeUpRun(gate: [GateRule(.net(.mebibytes(4)), line: 7)])
        run.add(units: 1_000, mebibytes: [11])
        #expect(run.findings(.net).map(\.result) == [.missing])
        #expect(run.findings(.net).map(\.line) == [7])
    }

    private func grown(_ rule: GateRule.Promise, bytesAUnit: Double) -> MadeUpRun {
        var run = MadeUpRun(gate: [GateRule(rule)])
        run.scenario.budget?.limit = .mebibytes(1 << 20)
        for units in [10_000, 20_000, 40_000, 80_000, 160_000] {
            let peak = 20 + Double(units) * bytesAUnit / 1_048_576
            run.add(units: units, mebibytes: [peak - 0.01, peak, peak + 0.01])
        }
        return run
    }

    @Test("A growth rule is kept by its class and by slower ones")
    func growth() {
        #expect(grown(.growth(.constant), bytesAUnit: 0).results(.growth) == [.kept])
        #expect(grown(.growth(.linear), bytesAUnit: 0).results(.growth) == [.kept])
        #expect(grown(.growth(.quadratic), bytesAUnit: 1_000).results(.growth) == [.kept])
        #expect(grown(.growth(.constant), bytesAUnit: 1_000).results(.growth) == [.over])
    }

    @Test("With too few scales, growth is inconclusive, and the reason is named")
    func fewScales() throws {
        var run = MadeUpRun(gate: [GateRule(.growth(.constant))])
        run.add(units: 1_000, mebibytes: [10])
        run.add(units: 2_000, mebibytes: [10])
        let found = run.findings(.growth)
        #expect(found.map(\.result) == [.inconclusive])
        #expect(
            found.first?.reason
                == .undecidedGrowth(
                    candidates: try #require(run.record.scenarios[0].strategies[0].growth)
                        .candidates,
                    doubts: [.tooFewScales(scales: 2)]))
    }

    @Test("The slope is judged with the interval of its fit")
    func slope() {
        #expect(
            grown(.bytesPerUnit(8), bytesAUnit: 0).results(.bytesPerUnit) == [.kept])
        #expect(grown(.bytesPerUnit(8), bytesAUnit: 100).results(.bytesPerUnit) == [.over])
        // 100 KiB of noise over 150,000 units.
        #expect(
            grown(.bytesPerUnit(0.01), bytesAUnit: 0).results(.bytesPerUnit) == [.inconclusive])
    }

    @Test("A rule on a refuted fit is not kept, and a broken one stays broken")
    func refuted() {
        func results(_ rule: GateRule.Promise, _ kind: GateRule.Kind) -> [GateFinding.Result] {
            var run = grown(rule, bytesAUnit: 100)
            // The fit breaks above 400,000 units, and the trial breaks below.
            run.scenario.budget?.limit = .mebibytes(64)
            run.add(
                units: 300_000, mebibytes: [64.1], kind: .edge, outcome: .overBudget,
                evidence: .watchdog)
            return run.results(kind)
        }
        #expect(results(.growth(.quadratic), .growth) == [.inconclusive])
        #expect(results(.bytesPerUnit(8_000), .bytesPerUnit) == [.inconclusive])
        #expect(results(.bytesPerUnit(8), .bytesPerUnit) == [.over])
        #expect(grown(.growth(.quadratic), bytesAUnit: 100).results(.growth) == [.kept])
        #expect(grown(.bytesPerUnit(8_000), bytesAUnit: 100).results(.bytesPerUnit) == [.kept])
    }

    private func compared(_ rule: GateRule.Promise, seconds: Double = 1) -> MadeUpRun {
        var run = MadeUpRun(gate: [GateRule(rule)])
        run.addControl(units: 1_000, needs: 40)
        run.addControl(units: 2_000, needs: 80)
        run.add(units: 1_000, mebibytes: [20, 20, 20])
        run.add(units: 2_000, mebibytes: [20, 20, 20], seconds: seconds)
        return run
    }

    @Test("A ratio to a killed control uses its need, at the largest scale")
    func memory() {
        let found = compared(.memory(atMost: 0.3, of: "load-all")).findings(.memoryRatio)
        #expect(found.map(\.result) == [.kept] && found.map(\.scale) == ["2k"])
        #expect(found.first?.measured == 0.25)
        #expect(compared(.memory(atMost: 0.2, of: "load-all")).results(.memoryRatio) == [.over])
        // The need comes from one trial, which the machine's noise may have moved past the limit.
        for limit in [0.25, 0.249] {
            let run = compared(.memory(atMost: limit, of: "load-all"))
            #expect(run.results(.memoryRatio) == [.inconclusive])
        }
    }

    @Test("Without a need trial, a killed control can prove a rule kept, but not broken")
    func bound() {
        for (limit, result) in [(0.7, GateFinding.Result.kept), (0.1, .inconclusive)] {
            var run = MadeUpRun(gate: [GateRule(.memory(atMost: limit, of: "load-all"))])
            run.add(
                "load-all", units: 1_000, mebibytes: [32.1], outcome: .overBudget,
                evidence: .watchdog)
            run.add(units: 1_000, mebibytes: [20])
            #expect(run.results(.memoryRatio) == [result])
        }
    }

    @Test("Throughput must be at least the given share of another strategy's")
    func throughput() {
        let rule = GateRule.Promise.throughput(atLeast: 1, of: "load-all")
        #expect(compared(rule, seconds: 0.5).results(.throughputRatio) == [.kept])
        #expect(compared(rule, seconds: 0.99).results(.throughputRatio) == [.inconclusive])
        #expect(compared(rule, seconds: 1.01).results(.throughputRatio) == [.inconclusive])
        #expect(compared(rule, seconds: 2).results(.throughputRatio) == [.over])
    }

    @Test("A single measured trial on either side shows no speed, however far from the limit")
    func singleSpeed() {
        for (own, other, result) in [
            (1, 3, GateFinding.Result.inconclusive), (3, 1, .inconclusive), (1, 1, .inconclusive),
            (2, 2, .kept),
        ] {
            var run = MadeUpRun(gate: [GateRule(.throughput(atLeast: 0.1, of: "load-all"))])
            run.add("load-all", units: 1_000, mebibytes: Array(repeating: 20, count: other))
            run.add(units: 1_000, mebibytes: Array(repeating: 20, count: own))
            #expect(run.results(.throughputRatio) == [result])
        }
    }

    @Test("A strategy that wasn't run is missing, which doesn't pass")
    func absent() {
        var run = MadeUpRun(gate: [GateRule(.memory(atMost: 0.5, of: "load-all"))])
        run.add(units: 1_000, mebibytes: [20])
        #expect(run.results(.memoryRatio) == [.missing])
    }
}
