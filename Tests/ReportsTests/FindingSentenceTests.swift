import Judging
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Findings in words")
struct FindingSentenceTests {
    /// A base of the run that crashed, together with a head that crashed too.
    private var run: RunRecord {
        var base = Fixture.problems
        base.name = Build.base.name(of: base.name)
        base.build = .base
        return Fixture.run(Fixture.problems, base)
    }

    private func sentence(
        _ reason: FindingReason, _ result: GateFinding.Result = .inconclusive,
        _ rule: GateRule.Kind = .outcome, of strategy: String = "trapping",
        measured: Double? = nil, limit: Double? = nil
    ) -> String {
        let finding = Finding(
            scenario: "csv-ingest", variant: "\(strategy) batch=1000", scale: "160k", rule: rule,
            result: result, reason: reason, measured: measured, limit: limit, line: nil)
        return FindingSentence(finding, in: run).text
    }

    private func mebibytes(_ count: Double) -> Double { count * 1_048_576 }

    private func interval(_ estimate: Double, _ low: Double, _ high: Double) -> Interval {
        Interval(estimate: estimate, low: low, high: high)
    }

    @Test("Findings about the ends of trials have their sentences")
    func trials() throws {
        let lines = [
            sentence(.notRun), sentence(.unfinished), sentence(.noCandidate),
            sentence(.nothingCompared), sentence(.unavailable(cause: "there is no server")),
            sentence(.noTrials), sentence(.ended(as: .stopped)), sentence(.ended(as: .verified)),
            sentence(.ended(as: .unverified)),
            sentence(.failed(outcome: .crashed, trials: 1, of: 1)),
            sentence(.failed(outcome: .crashed, trials: 2, of: 3)),
            sentence(.control(verdict: .over)), sentence(.control(verdict: .within)),
            sentence(.control(verdict: .unmeasured)),
            sentence(.verdict(verdict: .over), .over, of: "spiking"),
        ]
        try expectText(
            lines.joined(separator: "\n"),
            is: #"""
                it was not run
                the run ended before every trial was run
                no candidate was measured, so nothing was judged
                nothing was compared with the base
                can't run here: there is no server
                no trial was run
                stopped by its budget
                the result is correct
                completed, result not checked
                crashed: SIGILL: a runtime trap after 3 % of the input (4,812 of 160,000)
                2 of 3 trials crashed: SIGILL: a runtime trap after 3 % of the input (4,812 of 160,000)
                goes over its budget, as a control must
                the budget is too large to stop the control at the largest scale
                a control must go over the budget at the largest scale, but is unmeasured
                over 32.0 MiB peak RSS: peaked at 36.0 MiB, 4.0 MiB over
                """#)
    }

    @Test("Findings about memory have their sentences")
    func memory() throws {
        let (peak, limit) = (mebibytes(30), mebibytes(32))
        let whole = FindingReason.peak(metric: .peakRSS, isKilled: false)
        let lines = [
            sentence(.noBudget), sentence(whole, .kept, measured: peak, limit: limit),
            sentence(whole, .over, measured: mebibytes(33), limit: limit),
            sentence(
                .peak(metric: .peakLive, isKilled: true), .inconclusive, measured: mebibytes(33),
                limit: limit),
            sentence(.noFloor),
            sentence(
                .net(
                    netBytes: interval(mebibytes(5), mebibytes(4.5), mebibytes(6)),
                    floorBytes: mebibytes(8)), limit: mebibytes(4)),
            sentence(
                .net(netBytes: interval(-1, -1, -1), floorBytes: mebibytes(8)),
                limit: mebibytes(4)),
            sentence(
                .net(
                    netBytes: interval(mebibytes(24), mebibytes(24), .infinity),
                    floorBytes: mebibytes(8)), limit: mebibytes(4)),
        ]
        try expectText(
            lines.joined(separator: "\n"),
            is: #"""
                it has no budget; set 'budget' in the scenario, or use --budget
                peak RSS 30.0 MiB, 2.0 MiB below the budget of 32.0 MiB
                peak RSS 33.0 MiB, over the budget of 32.0 MiB
                peak live bytes killed at 33.0 MiB, the trials disagree, or are too near the budget of 32.0 MiB to decide
                no floor was measured, so nothing can be subtracted
                5.0 MiB (4.5 MiB to 6.0 MiB) above the floor of 8.0 MiB, at most 4.0 MiB is allowed
                0 B above the floor of 8.0 MiB, at most 4.0 MiB is allowed
                at least 24.0 MiB above the floor, more than 4.0 MiB
                """#)
    }

    @Test(
        "A peak over the budget is described as in the table: killed, and by what, or reached")
    func endings() {
        let cell = Fixture.cell("streamed", 160_000)
        func sentence(_ kind: Evidence.Kind, isKilled: Bool) -> String {
            let trials = Fixture.killed(cell, peaks: [33], share: 0.5).map { trial in
                var trial = trial
                trial.evidence = Evidence(kind, detail: "")
                return trial
            }
            let record = ScenarioRecord(
                Fixture.scenario(), unit: "rows", cells: [cell], observations: trials)
            let finding = Finding(
                scenario: "csv-ingest", variant: cell.variant, scale: "160k", rule: .peak,
                result: .over, reason: .peak(metric: .peakRSS, isKilled: isKilled),
                measured: mebibytes(33), limit: mebibytes(32))
            return FindingSentence(finding, in: Fixture.run(record)).text
        }
        let tail = "33.0 MiB, over the budget of 32.0 MiB"
        #expect(sentence(.watchdog, isKilled: true) == "peak RSS killed at " + tail)
        #expect(
            sentence(.cgroup, isKilled: true) == "peak RSS killed by the kernel, last read " + tail)
        #expect(sentence(.exactPeak, isKilled: false) == "peak RSS " + tail)
    }

    @Test("A share has its interval, with a mark if a speed is inconclusive")
    func shares() {
        let interval = interval(0.95, 0.8, 1.3)
        let reason = FindingReason.share(
            strategy: "load-all", isUpperBound: false, interval: interval)
        #expect(
            sentence(reason, .inconclusive, .throughputRatio, measured: 0.95, limit: 1)
                == "0.950 ~ (0.800 to 1.30) of the throughput of load-all, at least 1.00 is required"
        )
        #expect(
            sentence(reason, .kept, .memoryRatio, measured: 0.95, limit: 2)
                == "0.950 (0.800 to 1.30) of the peak of load-all, at most 2.00 is allowed")
    }

    @Test("A figure over its limit never reads like the limit")
    func apart() {
        let reason = FindingReason.share(
            strategy: "load-all", isUpperBound: false, interval: interval(1.0004, 1.0002, 1.0006))
        #expect(
            sentence(reason, .over, .memoryRatio, measured: 1.0004, limit: 1)
                == "1.0004 (1.0002 to 1.0006) of the peak of load-all, at most 1.0000 is allowed")
    }

    @Test("Findings about growth have their sentences")
    func growth() throws {
        func growth(
            _ found: GrowthClass, _ others: [GrowthClass], _ result: GateFinding.Result
        ) -> String {
            sentence(
                .growth(found: found, candidates: [found] + others, promised: .squareRoot), result)
        }
        let doubts: [GrowthDoubt] = [
            .tooFewScales(scales: 3), .contradicted(units: 327_680), .disagreement(units: 1_000),
            .misfit(share: 0.304), .steps(share: 0.084),
            .unexplained(share: 0.062, errors: 12.3),
            .uneven(share: 0.13, errors: 8), .refuted(units: 18_000, isOver: true),
            .refuted(units: 23_000, isOver: false),
        ]
        let lines =
            [sentence(.noGrowth), sentence(.undecidedGrowth(candidates: [.linear], doubts: []))]
            + doubts.map {
                sentence(.undecidedGrowth(candidates: [.linear, .quadratic], doubts: [$0]))
            } + [
                growth(.constant, [], .kept), growth(.constant, [.linear], .kept),
                growth(.logarithmic, [], .kept), growth(.linear, [.linearithmic], .over),
                growth(.linear, [.squareRoot], .inconclusive),
                sentence(.rangeGrowth(share: interval(0.012, -0.004, 0.0312), allowed: 0.05)),
                sentence(.rangeGrowth(share: interval(-0.2, -0.3, .infinity), allowed: 0.12)),
                sentence(.noSlope),
                sentence(.slope(bytesPerUnit: interval(0.4567, 0.4, 12.34)), limit: 0.5),
                sentence(.slope(bytesPerUnit: interval(123.4, 123.4, 123.4)), limit: 99.4),
                sentence(
                    .refutedSlope(
                        bytesPerUnit: interval(7, 6, 8), units: 23_000, isOver: false), limit: 9),
            ]
        try expectText(
            lines.joined(separator: "\n"),
            is: #"""
                fewer than two scales have a figure, so the growth is unknown
                the measurements fit several growth classes (possible: n)
                to judge growth, the gate needs 5 completely measured scales, each at least twice the previous one, but has only 3: add smaller ones (possible: n or n²)
                a run of 327,680 units was killed above what the other scales predict: measure it without a budget (possible: n or n²)
                at 1,000 units some runs were killed and others completed: its growth is unknown until they agree; add trials, or raise the budget (possible: n or n²)
                no class fits well: the residual is 30 %; look for jumps, and add scales there (possible: n or n²)
                memory grows in steps, like a hash table that doubles when full: no smooth curve fits (the peaks differ from the nearest one by 8 % of the growth); 'membudget limit' finds the largest scale that fits the budget (possible: n or n²)
                no class fits well: the peaks differ from the nearest curve by 6 % of the growth, 12 times what noise explains; add scales, or use 'membudget limit' to find the largest scale that fits the budget (possible: n or n²)
                no class fits well: the residual from a constant is 13 %, 8 times what noise explains; add scales, or use 'membudget limit' to find the largest scale that fits the budget (possible: n or n²)
                a run of 18,000 units went over the budget, although the fit predicted that it would stay within it: the break point lies between the runs, and the fit is unreliable (possible: n or n²)
                a run of 23,000 units stayed within the budget, although the fit predicted that it would go over: the break point lies between the runs, and the fit is unreliable (possible: n or n²)
                doesn't grow
                no growth was found (possible: 1 or n)
                grows as log n
                grows as n or n log n, but at most √n is allowed
                grows as n or √n, but at most √n is allowed
                the peak grows by 1.2 % (−0.4 % to 3.1 %) from the smallest to the largest scale; a constant may grow by 5 %
                the peak falls by 20.0 % (−30.0 % to ∞) from the smallest to the largest scale; a constant may grow by 12 %
                fewer than two scales have a figure, so the slope is unknown
                0.457 bytes per unit (0.400 to 12.3), at most 0.500 is allowed
                123 bytes per unit, at most 99.4 is allowed
                7.00 bytes per unit (6.00 to 8.00), at most 9.00 is allowed; a run of 23,000 units stayed within the budget, although the fit predicted that it would go over: the break point lies between the runs, and the fit is unreliable
                """#)
    }

    @Test("Findings against another strategy have their sentences")
    func ratios() throws {
        let other = "load-all"
        let rules: [GateRule.Kind] = [.memoryRatio, .throughputRatio]
        let lines =
            [sentence(.incomplete), sentence(.otherNotRun(strategy: other))]
            + rules.flatMap { rule in
                [
                    sentence(.otherUnmeasured(strategy: other), .inconclusive, rule),
                    sentence(
                        .share(strategy: other, isUpperBound: false), .kept, rule,
                        measured: 0.123456, limit: 0.25),
                ]
            } + [
                sentence(.singleTrial(strategy: other), .inconclusive, .throughputRatio),
                sentence(
                    .share(strategy: other, isUpperBound: true), .kept, .memoryRatio,
                    measured: 0.62, limit: 0.7),
            ]
        try expectText(
            lines.joined(separator: "\n"),
            is: #"""
                it was not completely measured at the largest scale
                load-all, which it is compared with, was not run at that scale
                the need of load-all, its peak without a budget, was not measured
                0.123 of the peak of load-all, at most 0.250 is allowed
                the speed of load-all without a budget was not measured
                0.123 of the throughput of load-all, at least 0.250 is required
                a single trial is too few to compare speeds: measure it and load-all in two or more (--trials)
                at most 0.620 of the peak of load-all, at most 0.700 is allowed
                """#)
    }

    @Test("Findings against earlier peaks have their sentences")
    func changes() throws {
        func change(
            _ later: Double, _ result: GateFinding.Result, _ source: FindingReason.Earlier
        ) -> String {
            let earlier = mebibytes(20)
            let comparison = Comparison(
                Summary([mebibytes(later)]), against: Summary([earlier]), tolerance: 0.05)
            return sentence(
                .change(
                    comparison: comparison, bytes: mebibytes(later), earlierBytes: earlier,
                    against: source), result, .baseline, measured: comparison.change, limit: 0.05)
        }
        let lines = [
            change(20, .kept, .base), change(24, .regressed, .baseline),
            change(16, .improved, .baseline), change(16, .improvedRatchet, .baseline),
            change(16, .improvedRatchet, .base),
            sentence(
                .earlierKilled(
                    bytes: mebibytes(20), earlierBytes: mebibytes(40), against: .base)),
            sentence(.baseUnavailable), sentence(.notInBase), sentence(.baseWrong),
            sentence(.baseUnmeasured), sentence(.baseUnmeasured, of: "nobody"),
            sentence(.noBaseline(environment: "x86_64-a", others: [])),
            sentence(.noBaseline(environment: "x86_64-a", others: ["x86_64-b", "aarch64-c"])),
            sentence(.emptyBaselines(folder: "base lines")), sentence(.notInBaseline),
            sentence(.foreignBaseline),
        ]
        try expectText(
            lines.joined(separator: "\n"),
            is: #"""
                unchanged: 20.0 MiB, +0.0 % ~ against 20.0 MiB of the base
                regressed: 24.0 MiB, +20.0 % against 20.0 MiB of the baseline
                improved: 16.0 MiB, −20.0 % against 20.0 MiB of the baseline
                improved: 16.0 MiB, −20.0 % against 20.0 MiB of the baseline; update the baseline to accept it
                improved: 16.0 MiB, −20.0 % against 20.0 MiB of the base; --ratchet fails on improvements beyond the threshold
                20.0 MiB, and the base was killed at 40.0 MiB
                the base can't run it, so nothing is compared
                the base doesn't have this strategy
                the base's result is wrong there
                the base was not measured there: SIGILL: a runtime trap after 3 % of the input (4,812 of 160,000)
                the base was not measured there
                no baseline for this environment (x86_64-a)
                no baseline for this environment (x86_64-a); there is one for x86_64-b, aarch64-c
                nothing was compared: base lines holds no baseline; 'membudget gate --update-baseline base lines' writes them
                not in the baseline
                the baseline has different data or another metric
                """#)
    }

    @Test(
        "A run stores the sentence with its figures; an old run shows the stored sentence")
    func stored() throws {
        let scenario = Fixture.scenario()
        var run = Fixture.run(Fixture.ingest)
        let record = Gate(scenarios: [scenario]).record(of: run, isAdvisory: false)
        let first = try #require(record.findings.first)
        #expect(first.sentence == "the result is correct" && first.reason == .ended(as: .verified))
        run.gate = GateRecord(
            findings: [
                GateFinding(
                    scenario: "csv-ingest", rule: .growth, result: .over, sentence: "as of old")
            ], exitStatus: 1)
        let old = try JSONReport().text(of: run).replacing(#""figures" : null,"#, with: "")
        let read = try RunRecord(json: Array(old.utf8))
        #expect(read.gate?.findings.first?.reason == nil)
        #expect(
            GateText().text(of: try #require(read.gate), paths: [:]).contains("growth: as of old"))
        #expect(MarkdownReport().text(of: read).contains("as of old"))
    }

    @Test("The sentence of a doubt is stored with its figures; an old run shows the stored one")
    func doubts() throws {
        let run = Fixture.run(Fixture.ingest)
        let growth = try #require(run.worded.scenarios[0].strategies[0].growth)
        #expect(growth.doubts == growth.doubtFigures?.map(\.sentence) && !growth.doubts.isEmpty)
        var old = run
        for index in old.scenarios[0].strategies.indices {
            old.scenarios[0].strategies[index].growth?.doubtFigures = nil
            old.scenarios[0].strategies[index].growth?.doubts = ["as of old"]
        }
        #expect(TerminalReport().text(of: old).contains("as of old"))
    }
}
