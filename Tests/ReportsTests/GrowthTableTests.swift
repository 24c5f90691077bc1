import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Growth in words and tables")
struct GrowthTableTests {
    private func growth(
        _ growthClass: GrowthClass?, _ candidates: [GrowthClass], slope: Double = 503.2,
        breakPoint: BreakPoint? = nil
    ) -> GrowthRecord {
        GrowthRecord(
            metric: .peakRSS, growthClass: growthClass, candidates: candidates,
            curve: GrowthCurve(
                growthClass: candidates[0], baseBytes: 1e7, slopeBytes: slope),
            floorBytes: 8e6, bytesPerUnit: Interval(estimate: slope, low: 490, high: 510),
            residualShare: 0.0123, breakPoint: breakPoint)
    }

    private func words(_ growth: GrowthRecord, unit: String = "tickets") -> GrowthWords {
        GrowthWords(growth: growth, unit: unit)
    }

    @Test("All classes that fit are named, and none if the measurements decide nothing")
    func laws() {
        #expect(
            words(growth(.linear, [.linear, .linearithmic])).clause
                == "grows with n or n log n (503 B per ticket)")
        #expect(words(growth(.constant, [.constant])).clause == "does not grow")
        #expect(words(growth(nil, [.linear, .quadratic])).clause == nil)
        #expect(words(growth(.constant, [.constant, .linear])).clause == nil)
        #expect(words(growth(nil, [.constant, .linear])).law == "nothing or n")
    }

    @Test("The memory per unit is given in a readable size")
    func slopes() {
        let slopes = [0.488, 12.34, 503.2, 1_276.3, 1_155_471].map { slope in
            words(growth(.linear, [.linear], slope: slope)).slope
        }
        #expect(
            slopes == [
                "0.49 B per ticket", "12.3 B per ticket", "503 B per ticket", "1.2 KiB per ticket",
                "1.1 MiB per ticket",
            ])
        #expect(GrowthWords.singular("entries") == "entry")
        #expect(words(growth(.linear, [.linear]), unit: "").slope == "503 B per unit")
        #expect(GrowthWords.singular("mass") == "mass")
    }

    @Test("A break point is approximate unless runs verified it; a distant one is a guess")
    func breaks() {
        func breaking(
            _ estimate: Double, isFar: Bool = false, isVerified: Bool? = nil
        ) -> String? {
            let units = Interval(estimate: estimate, low: estimate * 0.9, high: .infinity)
            let point = BreakPoint(
                units: units, isFarExtrapolation: isFar, isVerified: isVerified)
            return words(growth(.linear, [.linear], breakPoint: point)).breaking
        }
        #expect(breaking(11_807) == "breaks at about 11.8k tickets")
        #expect(breaking(11_807, isVerified: true) == "breaks at 11.8k tickets")
        #expect(breaking(4e7, isFar: true) == "breaks at about 40.0M tickets, which is a guess")
        #expect(breaking(0) == "breaks at any number of tickets")
        #expect(words(growth(.constant, [.constant])).breaking == nil)
    }

    @Test("A break point that the curve doesn't determine is given as a range")
    func ranges() throws {
        func breaking(
            _ low: Double, _ high: Double, allowsSteps: Bool? = nil, isVerified: Bool? = nil,
            _ growthClass: GrowthClass? = .linear
        ) -> String? {
            let point = BreakPoint(
                units: Interval(estimate: low, low: low, high: high), allowsSteps: allowsSteps,
                isVerified: isVerified)
            return words(growth(growthClass, [.linear], breakPoint: point)).breaking
        }
        #expect(
            breaking(32_000, 64_000, allowsSteps: true) == "breaks between 32.0k and 64.0k tickets")
        #expect(breaking(32_000, 64_000, allowsSteps: true, nil) == nil)
        #expect(
            breaking(16_000, 18_000, isVerified: false, nil)
                == "breaks between 16.0k and 18.0k tickets")
        #expect(breaking(0, 500, isVerified: false, nil) == "breaks below 500 tickets")
        #expect(
            breaking(23_000, .infinity, isVerified: false, nil)
                == "breaks above 23.0k tickets, if at all")
    }

    @Test("A refuted fit has the interval between the runs, in the answer too")
    func refuted() throws {
        var scenario = Fixture.grown
        let index = try #require(
            scenario.strategies.firstIndex { $0.strategy == "load-all" })
        let bracket = Interval(estimate: 20_500, low: 20_000, high: 21_000)
        scenario.strategies[index].growth?.growthClass = nil
        scenario.strategies[index].growth?.doubtFigures = [.refuted(units: 21_000, isOver: true)]
        scenario.strategies[index].growth?.breakPoint = BreakPoint(
            units: bracket, fitted: Interval(estimate: 24_000, low: 23_900, high: 24_100),
            isVerified: false)
        #expect(Answer.text(scenario).contains("load-all breaks between 20.0k and 21.0k rows."))
        let table = try #require(GrowthTable.table(of: scenario))
        let lines = table.terminalLines(width: 160, style: .plain)
        let row = try #require(lines.first { $0.contains("load-all") })
        #expect(row.contains("? n ") && row.contains(" 20.0k–21.0k "), "\(row)")
        #expect(row.contains("✗ fit refuted"))
        #expect(!row.contains("24.0k") && !row.contains("✓"))
        #expect(lines.contains { $0.contains("a run of 21,000 units went over the budget") })
    }

    @Test("The table has law, slope with interval, floor, break point and residual")
    func table() throws {
        let table = try #require(GrowthTable.table(of: Fixture.grown))
        try expectText(
            table.terminalLines(width: 110, style: .plain).joined(separator: "\n"),
            is: #"""
                                                         ─── bytes/row ───            ────── breaks at, rows ───────
                  strategy           peak RSS grows with slope        95 % floor, MiB       scale      95 % verified residual
                  ───────────────────────────────────────────────────────────────────────────────────────────────────────────
                  streamed           nothing              0.00   0.00–1.02        8.1        none                       0.0 %
                  half-streamed      √n                   62.1   41.4–82.8        8.1        538k 518k–557k  not run    0.0 %
                  load-all (control) n                   1,049 1,040–1,057        8.1 20.0k–40.0k            not run    0.1 %
                    └ breaks at: these scales can't tell linear growth from a hash table that doubles when full, so the break
                      point may be anywhere in the range; add scales that are not powers of two apart, or use
                      --verify-break-point
                """#)
    }

    @Test("A curve that misses its points is doubted, and nothing is claimed about it")
    func poor() {
        var poor = growth(
            .linear, [.linear],
            breakPoint: BreakPoint(units: Interval(estimate: 50, low: 40, high: 60)))
        poor.residualShare = 0.4
        #expect(words(poor).isPoor && words(poor).clause == nil && words(poor).breaking == nil)
    }

    @Test("A constant that misses its points is doubted once")
    func uneven() {
        var uneven = growth(.constant, [.constant])
        uneven.doubtFigures = [.misfit(share: 1.56), .uneven(share: 1.56, errors: 113)]
        #expect(
            uneven.remarkedDoubts.map { $0.prefix { $0 != "," } } == [
                "no class fits well: the residual from a constant is 156 %"
            ])
        uneven.doubtFigures = [.misfit(share: 0.3)]
        #expect(uneven.doubtSentences.count == 1)
    }

    @Test("A remark that several strategies share stands below the last of them")
    func shared() throws {
        var scenario = Fixture.grown
        for index in scenario.strategies.indices {
            scenario.strategies[index].growth?.doubtFigures = [.disagreement(units: 20_000)]
        }
        let table = try #require(GrowthTable.table(of: ScenarioView(scenario)))
        let notes = table.rows.map { row in row.notes.map(\.text).filter { $0.hasPrefix("growth") }
        }
        #expect(notes.dropLast().allSatisfy { $0.isEmpty })
        let last = try #require(notes.last)
        #expect(last.count == 1 && last[0].contains(", too): "))
        #expect(last[0].contains("at 20,000 units some runs were killed and others completed"))
    }

    @Test("With too few scales, a remark replaces the table; with a single scale, there is neither")
    func doubts() {
        #expect(GrowthTable.table(of: Fixture.ingest) == nil)
        #expect(
            GrowthTable.scarcity(of: ScenarioView(Fixture.ingest))
                == "growth: too few scales (2 of 5 needed); measure more, each at least twice the"
                + " previous one")
        #expect(GrowthTable.table(of: Fixture.partial) == nil)
        #expect(GrowthTable.scarcity(of: ScenarioView(Fixture.partial)) == nil)
    }

    @Test("The answer gives the growth of the best strategy, and the control's break point")
    func answer() throws {
        try expectText(
            Answer.text(Fixture.grown),
            is: #"""
                streamed is the fastest and the smallest within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom), 200 k rows/s, 800 ms; load-all needs 168.0 MiB (100 k rows/s). streamed does not grow; load-all grows with n (1.0 KiB per row) and breaks between 20.0k and 40.0k rows.
                """#)
    }
}
