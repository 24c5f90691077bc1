import Foundation
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The answer above the table")
struct AnswerTests {
    private func answer(
        _ cells: [(Cell, [Observation], Observation?)], budget: Budget? = Fixture.budget,
        noise: NoiseRecord? = nil
    ) -> String {
        Answer.text(
            ScenarioRecord(
                Fixture.scenario(budget: budget), unit: "rows", cells: cells.map(\.0),
                observations: cells.flatMap { $0.1 + [$0.2].compactMap(\.self) }), noise: noise)
    }

    /// Trials that completed with a peak, each with the same duration.
    private func timed(
        _ name: String, _ peak: Double, seconds: [Double], role: Scenario.Role = .candidate
    ) -> (Cell, [Observation], Observation?) {
        let cell = Fixture.cell(name, 160_000, role: role)
        let trials = seconds.enumerated().map { index, seconds in
            Fixture.trial(cell, index: index, peak: peak, seconds: seconds)
        }
        return (cell, trials, nil)
    }

    private func noise(wall share: Double) -> NoiseRecord {
        NoiseRecord(trials: 6, peakRSSBytes: 0, peakRSSShare: 0, wallShare: share)
    }

    private func within(_ name: String, _ peak: Double, units: Int = 160_000, seconds: Double = 1)
        -> (Cell, [Observation], Observation?)
    {
        let cell = Fixture.cell(name, units)
        return (cell, [Fixture.trial(cell, peak: peak, seconds: seconds)], nil)
    }

    private func over(
        _ name: String, need: Double?, units: Int = 160_000,
        role: Scenario.Role = .candidate, seconds: Double = 2
    ) -> (Cell, [Observation], Observation?) {
        let cell = Fixture.cell(name, units, role: role)
        let trial = need.map { Fixture.need(cell, peak: $0, seconds: seconds) }
        return (cell, Fixture.killed(cell, peaks: [32.2], share: 0.5), trial)
    }

    private func bad(_ name: String, _ outcome: Outcome) -> (Cell, [Observation], Observation?) {
        let cell = Fixture.cell(name, 160_000)
        let trial = Fixture.trial(
            cell, peak: 9, outcome: outcome,
            evidence: Evidence(.verification, detail: "it is wrong"))
        return (cell, [trial], nil)
    }

    @Test("A single candidate without a control stays within its budget, with its speed")
    func alone() {
        #expect(
            answer([within("streamed", 14.1)])
                == "streamed stays within 32.0 MiB at 160k rows: 14.1 MiB (56 % headroom), 160 k rows/s,"
                + " 1.00 s.")
    }

    @Test("A strategy that is inconclusive or over at another scale is not called steady")
    func unsteady() {
        #expect(
            answer([over("streamed", need: nil, units: 20_000), within("streamed", 14.1)])
                == "streamed is within 32.0 MiB at 160k rows: 14.1 MiB (56 % headroom), 160 k rows/s,"
                + " 1.00 s; it goes over at 20k rows.")
        let cell = Fixture.cell("streamed", 20_000)
        let disagreeing = [
            Fixture.trial(cell, peak: 31, seconds: 1), Fixture.trial(cell, peak: 33, seconds: 1),
        ]
        #expect(
            answer([(cell, disagreeing, nil), within("streamed", 14.1)])
                .hasPrefix(
                    "streamed is inconclusive at 20k rows. streamed is within 32.0 MiB at 160k rows: 14.1 MiB"
                )
        )
    }

    @Test("A strategy is called faster or slower than the control only beyond noise")
    func control() {
        func speed(_ seconds: [Double], noise: Double = 0.04) -> String {
            answer(
                [
                    timed("streamed", 14, seconds: seconds),
                    timed("load-all", 180, seconds: [2, 2.1, 1.9], role: .control),
                ], noise: self.noise(wall: noise))
        }
        let lead = "streamed stays within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom)"
        let need = "; load-all needs 180.0 MiB"
        #expect(
            speed([1, 1, 1]) == lead + ", 160 k rows/s, 1.00 s, 2.0× as fast as load-all\(need).")
        #expect(
            speed([4, 4, 4]) == lead + ", 40.0 k rows/s, 4.00 s, 0.50× as fast as load-all\(need).")
        let unknown = lead + ", 160 k rows/s, 1.00 s\(need) (80.0 k rows/s)."
        #expect(speed([1, 1, 1], noise: 0.77) == unknown, "inside the noise")
        #expect(speed([1, 1, 2.05]) == unknown, "the trials overlap")
        #expect(speed([1]) == unknown, "one trial")
        #expect(!speed([1.7, 1.7, 1.7], noise: 0.77).contains("as fast"), "1.2× at 77 %")
        #expect(!speed([2, 2, 2]).contains("as fast"), "equality is a claim too")
    }

    @Test("A killed control has one unbudgeted trial, so no speed ratio is claimed")
    func killedControl() {
        #expect(
            answer([
                timed("streamed", 14, seconds: [1, 1, 1]),
                over("load-all", need: 180, role: .control, seconds: 2),
            ])
                == "streamed stays within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom), 160 k rows/s,"
                + " 1.00 s; load-all needs 180.0 MiB (80.0 k rows/s).")
    }

    @Test("A control without an unbudgeted trial has no speed to compare with")
    func noNeed() {
        #expect(
            answer([within("streamed", 14), over("load-all", need: nil, role: .control)])
                == "streamed stays within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom), 160 k rows/s,"
                + " 1.00 s; load-all goes over it.")
    }

    @Test("The answer says that the budget is too large to stop the control")
    func idleControl() {
        var idle = within("load-all", 30)
        idle.0.role = .control
        #expect(
            answer([within("streamed", 14), idle])
                == "load-all, the control, stays within 32.0 MiB at 160k rows, so the budget is too"
                + " large to stop it. streamed stays within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom),"
                + " 160 k rows/s, 1.00 s.")
    }

    @Test("Failures come first, then the smallest of several, then strategies that go over")
    func several() {
        #expect(
            answer([
                within("streamed", 20), within("mapped", 12), over("half", need: 40),
                bad("sloppy", .wrongResult), bad("trapping", .crashed), bad("endless", .timedOut),
            ])
                == "sloppy gives a wrong result at 160k rows (it is wrong); trapping crashed at 160k rows"
                + " (it is wrong); endless timed out at 160k rows (it is wrong). mapped is the smallest"
                + " within 32.0 MiB at 160k rows: 12.0 MiB (63 % headroom), 160 k rows/s, 1.00 s. half goes"
                + " over and needs 40.0 MiB.")
    }

    @Test("A strategy that is small and wrong is never the answer")
    func smallAndWrong() {
        let text = answer([within("streamed", 20), bad("sloppy", .wrongResult)])
        #expect(
            text.hasPrefix("sloppy gives a wrong result at 160k rows (it is wrong). streamed is"))
        #expect(
            text.contains("streamed is the only strategy within 32.0 MiB at 160k rows: 20.0 MiB"))
    }

    @Test(
        "If no strategy stays within the budget, the nearest strategy and the largest fit are named"
    )
    func nothingWithin() {
        #expect(
            answer([
                within("streamed", 20, units: 10_000), over("streamed", need: 60),
                over("half", need: 40),
            ])
                == "No strategy stays within 32.0 MiB at 160k rows; half comes nearest and needs"
                + " 40.0 MiB. streamed stays within it up to 10k rows.")
        #expect(
            answer([over("streamed", need: nil)])
                == "streamed goes over 32.0 MiB at 160k rows.")
    }

    @Test(
        "A strategy that could not be judged may fit, so nothing is said about all strategies"
    )
    func oneUndecided() {
        let text = answer([over("half", need: 40), bad("trapping", .crashed)])
        #expect(
            text.hasSuffix(
                "half goes over 32.0 MiB at 160k rows, and no other strategy is known to stay within it."
            ),
            "\(text)")
    }

    @Test("If nothing could be judged, the answer claims nothing")
    func nothingJudged() {
        #expect(
            answer([bad("trapping", .crashed)])
                == "trapping crashed at 160k rows (it is wrong). Nothing shows that trapping stays within"
                + " 32.0 MiB at 160k rows.")
        #expect(
            answer([bad("sloppy", .wrongResult)])
                == "sloppy gives a wrong result at 160k rows (it is wrong). No strategy gives a correct"
                + " result at 160k rows.")
        #expect(answer([]) == "Nothing was run.")
        #expect(
            answer([within("streamed", 20, units: 10_000), bad("streamed", .crashed)]).hasSuffix(
                "Nothing shows that streamed stays within 32.0 MiB at 160k rows. streamed stays within"
                    + " 32.0 MiB up to 10k rows."
            ))
    }

    @Test("A control without candidates is the subject of the answer")
    func onlyControl() {
        #expect(
            answer([over("load-all", need: 180, role: .control)])
                == "load-all goes over 32.0 MiB at 160k rows and needs 180.0 MiB.")
    }

    @Test("Without a budget, the smallest strategy is compared with the largest")
    func unbudgeted() {
        let sizes =
            "No budget, only measured: streamed is the smallest at 160k rows: 10.0 MiB, 160 k rows/s,"
            + " 1.00 s; 0.25× of load-all (40.0 MiB)"
        #expect(
            answer(
                [within("streamed", 10, seconds: 1), within("load-all", 40, seconds: 2)],
                budget: nil) == sizes + ".", "one trial each")
        #expect(
            answer(
                [
                    timed("streamed", 10, seconds: [1, 1.1]),
                    timed("load-all", 40, seconds: [2, 2.1]),
                ], budget: nil
            ).hasSuffix("0.25× of load-all (40.0 MiB) at 2.0× its speed."))
        #expect(
            answer([within("streamed", 10)], budget: nil)
                == "No budget, only measured: streamed takes 10.0 MiB at 160k rows, 160 k rows/s, 1.00 s."
        )
        #expect(
            answer([bad("trapping", .crashed)], budget: nil)
                == "trapping crashed at 160k rows (it is wrong). Nothing could be measured at 160k rows."
        )
        #expect(
            answer([within("streamed", 10), bad("sloppy", .wrongResult)], budget: nil)
                == "sloppy gives a wrong result at 160k rows (it is wrong). No budget, only measured:"
                + " streamed takes 10.0 MiB at 160k rows, 160 k rows/s, 1.00 s.")
    }

    @Test("The fastest strategy that fits comes first, then the smallest if it is another one")
    func fastest() {
        func fitting(_ seconds: [[Double]]) -> String {
            answer(
                [
                    timed("quick", 20, seconds: seconds[0]),
                    timed("small", 10, seconds: seconds[1]),
                    timed("middling", 15, seconds: seconds[2]),
                ], noise: noise(wall: 0.04))
        }
        #expect(
            fitting([[1, 1, 1], [4, 4, 4], [2, 2, 2]])
                == "quick is the fastest within 32.0 MiB at 160k rows: 20.0 MiB (38 % headroom),"
                + " 160 k rows/s, 1.00 s. small is the smallest: 10.0 MiB (69 % headroom), 40.0 k rows/s,"
                + " 4.00 s.")
        #expect(
            fitting([[2, 2, 2], [1, 1, 1], [4, 4, 4]]).hasPrefix(
                "small is the fastest and the smallest within 32.0 MiB"))
    }

    @Test("Speeds are not compared within noise, or from a single trial")
    func noFastest() {
        func lead(_ quick: [Double], _ middling: [Double], _ small: [Double]) -> String {
            let text = answer(
                [
                    timed("quick", 20, seconds: quick), timed("middling", 15, seconds: middling),
                    timed("small", 10, seconds: small),
                ], noise: noise(wall: 0.04))
            return text.components(separatedBy: " within")[0]
        }
        #expect(
            lead([1, 1, 1], [1.01, 1.02, 1.03], [4, 4, 4]) == "middling is among the fastest",
            "of two that noise can't tell apart the smaller")
        #expect(lead([1, 1, 1], [1, 1.01, 1], [1.02, 1, 1]) == "small is the smallest")
        #expect(lead([1], [2], [4]) == "small is the smallest", "one trial each")
    }

    @Test("Failures of one kind at the same scales are named together")
    func problems() {
        func failed(_ name: String, _ units: Int, _ line: String) -> (
            Cell, [Observation], Observation?
        ) {
            let cell = Fixture.cell(name, units)
            let trial = Fixture.trial(
                cell, peak: 9, outcome: .failed,
                evidence: Evidence(.exitCode, detail: "exit status 1")
            ) { $0.stderrTail = "Traceback\n\(line)\n" }
            return (cell, [trial], nil)
        }
        let text = answer([
            within("streamed", 14, units: 20_000), within("streamed", 14),
            failed("import", 20_000, "ValueError: no such column"),
            failed("import", 160_000, "ValueError: no such column"),
            failed("first", 160_000, "a"), failed("second", 160_000, "b"),
        ])
        #expect(
            text.hasPrefix(
                "import failed at every scale (ValueError: no such column); first and second failed at"
                    + " 160k rows. streamed is the only strategy within 32.0 MiB"))
    }

    @Test("Too many problems are counted, and the most severe are listed")
    func manyProblems() {
        let units = [10_000, 20_000, 40_000, 80_000, 160_000]
        let crashed = units.map { units in
            let cell = Fixture.cell("crash-\(units)", units)
            return (
                cell,
                [
                    Fixture.trial(
                        cell, peak: 9, outcome: .crashed,
                        evidence: Evidence(.trap, detail: "SIGILL"))
                ], Observation?.none
            )
        }
        let text = answer(crashed + [bad("sloppy", .wrongResult)])
        #expect(text.hasPrefix("sloppy gives a wrong result at 160k rows (it is wrong); crash-"))
        #expect(text.contains("; 3 more problems below. Nothing shows that a strategy stays"))
    }

    @Test("Without a unit, the answer gives the time")
    func unnamed() {
        let cell = Cell(
            strategy: "command", role: .candidate, scale: Scale(units: 1), parameters: [:])
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "", cells: [cell],
            observations: [Fixture.trial(cell, peak: 17)])
        #expect(
            Answer.text(record)
                == "command stays within 32.0 MiB: 17.0 MiB (47 % headroom), 1.00 s.")
    }
}
