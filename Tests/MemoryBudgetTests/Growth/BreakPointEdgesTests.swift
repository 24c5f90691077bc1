import Testing

@testable import MemoryBudget

@Suite("Verification of a break point by runs at its edges")
struct BreakPointEdgesTests {
    private func breakPoint(_ low: Double, _ high: Double) -> BreakPoint {
        BreakPoint(
            units: Interval(estimate: low, low: low, high: high), isFarExtrapolation: false)
    }

    private func edges(_ low: Double, _ high: Double, inReach: Double = 1e6) -> BreakPointEdges {
        BreakPointEdges(breakPoint(low, high), unitsInReach: inReach)
    }

    private func trial(
        _ units: Int, _ outcome: Outcome, _ kind: Observation.Kind = .edge
    ) -> Observation {
        Observation(
            strategy: "s", scale: ScaleRecord(Scale(units: units), inputBytes: nil), kind: kind,
            startedAt: "", outcome: outcome, evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
    }

    @Test("Edges lie at least a tenth outside the interval, at round scales")
    func places() {
        #expect(edges(12_345, 15_678).below?.units == 11_000)
        #expect(edges(12_345, 15_678).above?.units == 18_000)
        for exponent in 0..<5 {
            for mantissa in stride(from: 1.2, to: 10, by: 0.37) {
                let units = (0..<exponent).reduce(mantissa) { units, _ in units * 10 }
                let found = edges(units, units, inReach: 1e9)
                guard let below = found.below, let above = found.above else {
                    Issue.record("no edges at \(units)")
                    continue
                }
                #expect(below.units >= 1 && Double(below.units) <= 0.9 * units)
                #expect(Double(above.units) >= 1.1 * units)
                if units > 100 {
                    #expect(Double(below.units) > 0.8 * units && Double(above.units) < 1.3 * units)
                }
            }
        }
    }

    @Test("A side without a run has a reason: no upper end, too far away, or nothing smaller")
    func objections() {
        #expect(edges(10, 20).objections == [])
        #expect(edges(10, .infinity).objections == [.perhapsNoneCrosses])
        #expect(edges(10, 2e6).objections == [.outOfReach(.above)])
        #expect(edges(10, 2e6).below?.units == 9 && edges(10, 2e6).above == nil)
        #expect(edges(2e6, 3e6).objections == [.outOfReach(.below), .outOfReach(.above)])
        #expect(edges(0, 5).objections == [.smallestMayCross])
        #expect(edges(0, 5).below == nil && edges(0, 5).above?.units == 6)
    }

    @Test("Edges at which noise could decide are moved further out")
    func margin() {
        let edges = BreakPointEdges(
            breakPoint(1_000, 2_000), margin: 500...4_000, unitsInReach: 1e6)
        #expect(edges.below?.units == 500 && edges.above?.units == 4_000)
    }

    @Test("Both runs must agree; one that disagrees refutes, and an unmeasured one decides nothing")
    func verified() {
        let point = breakPoint(1_000, 2_000)
        func isVerified(_ trials: Observation...) -> Bool? {
            point.checked(by: trials).isVerified
        }
        #expect(isVerified(trial(900, .completed), trial(2_200, .overBudget)) == true)
        #expect(isVerified(trial(900, .overBudget)) == false)
        #expect(isVerified(trial(900, .completed), trial(2_200, .completed)) == false)
        #expect(isVerified() == nil)
        #expect(isVerified(trial(900, .completed)) == nil)
        #expect(isVerified(trial(2_200, .overBudget)) == nil)
        #expect(isVerified(trial(900, .crashed), trial(2_200, .overBudget)) == nil)
    }

    @Test("Only edge runs count, and those within the interval decide nothing")
    func others() {
        let point = breakPoint(1_000, 2_000)
        let agreeing = [trial(900, .completed), trial(2_200, .overBudget)]
        for other in [trial(500, .overBudget, .measured), trial(1_500, .overBudget)] {
            #expect(point.checked(by: agreeing + [other]).isVerified == true)
        }
        #expect(breakPoint(0.5, 3).checked(by: [trial(4, .overBudget)]).isVerified == true)
    }

    @Test("A verified break point lies between the runs that verify it")
    func verifiedEnds() {
        let found = breakPoint(1_000, 2_000)
            .checked(by: [trial(900, .completed), trial(2_200, .overBudget)])
        #expect(found.units == Interval(estimate: 1_000, low: 900, high: 2_200))
    }

    @Test("A refuted interval is replaced by the bracket found by all runs")
    func refuted() {
        let point = breakPoint(1_000, 2_000)
        let measured = [
            trial(200, .completed, .measured), trial(400, .completed, .measured),
            trial(8_000, .overBudget, .measured), trial(9_000, .completed, .need),
        ]
        let early = point.checked(by: measured + [trial(900, .overBudget)])
        #expect(early.units == Interval(estimate: 600, low: 400, high: 900))
        #expect(early.fitted == nil && early.isVerified == false)
        #expect(
            point.refutation(by: [trial(900, .overBudget)])
                == .refuted(units: 900, isOver: true))
        let late = point.checked(
            by: measured + [trial(900, .completed), trial(2_200, .completed)])
        #expect(late.units.low == 2_200 && late.units.high == 8_000)
        #expect(
            point.refutation(by: [trial(2_200, .completed)])
                == .refuted(units: 2_200, isOver: false))
        let never = point.checked(by: [trial(900, .completed), trial(2_200, .completed)])
        #expect(never.units == Interval(estimate: 2_200, low: 2_200, high: .infinity))
        let always = point.checked(by: [trial(900, .overBudget)])
        #expect(always.units == Interval(estimate: 900, low: 0, high: 900))
    }

    @Test("If runs alternate, the bracket contains all alternations")
    func alternating() {
        let bracket = ScaleBracket([
            trial(10, .completed), trial(20, .overBudget), trial(30, .completed),
            trial(40, .overBudget),
        ])
        #expect(bracket.units == Interval(estimate: 20, low: 10, high: 40))
        let decreasing = ScaleBracket([trial(10, .overBudget), trial(20, .completed)])
        #expect(decreasing.units.low == 0 && decreasing.units.isUnbounded)
    }

    @Test("Edge runs are not used in the fit that they verify")
    func apart() {
        let trials = [trial(100, .completed, .measured), trial(900, .completed)].map { trial in
            var trial = trial
            trial.peakRSSBytes = 1 << 20
            return trial
        }
        let cell = Cell(strategy: "s", role: .candidate, scale: Scale(units: 100))
        #expect(GrowthPoint.points(of: cell, from: trials, metric: .peakRSS).map(\.units) == [100])
    }
}
