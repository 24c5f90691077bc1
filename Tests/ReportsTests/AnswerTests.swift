import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The answer in one sentence")
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

    /// Trials that ended with a peak, of one duration each.
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

    @Test("One candidate without a control: it stays within, and how fast")
    func alone() {
        #expect(
            answer([within("streamed", 14.1)])
                == "streamed stays within 32.0 MiB: 14.1 MiB at 160k rows, 160 k rows/s.")
    }

    @Test("What is undecided or over at another scale is not called steady")
    func unsteady() {
        #expect(
            answer([over("streamed", need: nil, units: 20_000), within("streamed", 14.1)])
                .hasPrefix(
                    "streamed is within 32.0 MiB: 14.1 MiB at 160k rows, but over at 20k rows,"))
        let cell = Fixture.cell("streamed", 20_000)
        let disagreeing = [
            Fixture.trial(cell, peak: 31, seconds: 1), Fixture.trial(cell, peak: 33, seconds: 1),
        ]
        #expect(
            answer([(cell, disagreeing, nil), within("streamed", 14.1)])
                .hasPrefix(
                    "streamed is within 32.0 MiB: 14.1 MiB at 160k rows, but undecided at 20k rows,"
                )
        )
    }

    @Test("Faster and slower than a control of several trials, beyond the machine's noise")
    func control() {
        func speed(_ seconds: [Double], noise: Double = 0.04) -> String {
            answer(
                [
                    timed("streamed", 14, seconds: seconds),
                    timed("load-all", 30, seconds: [2, 2.1, 1.9], role: .control),
                ], noise: self.noise(wall: noise))
        }
        let lead = "streamed stays within 32.0 MiB: 14.0 MiB at 160k rows"
        let idle = "stays within it too: this budget does not bite"
        #expect(speed([1, 1, 1]) == lead + " and 2.0× as fast as load-all, which \(idle).")
        #expect(speed([4, 4, 4]) == lead + " and 0.50× as fast as load-all, which \(idle).")
        let unknown = lead + ", 160 k rows/s; load-all \(idle) (80.0 k rows/s)."
        #expect(speed([1, 1, 1], noise: 0.77) == unknown, "inside the noise")
        #expect(speed([1, 1, 2.05]) == unknown, "the trials overlap")
        #expect(speed([1]) == unknown, "one trial")
        #expect(!speed([1.7, 1.7, 1.7], noise: 0.77).contains("as fast"), "1.2× at 77 %")
        #expect(!speed([2, 2, 2]).contains("as fast"), "equality is a claim too")
    }

    @Test("Of a control that was killed there is one unbudgeted trial: both figures, and no claim")
    func killedControl() {
        #expect(
            answer([
                timed("streamed", 14, seconds: [1, 1, 1]),
                over("load-all", need: 180, role: .control, seconds: 2),
            ])
                == "streamed stays within 32.0 MiB: 14.0 MiB at 160k rows, 160 k rows/s; load-all"
                + " needs 180.0 MiB (80.0 k rows/s).")
    }

    @Test("A control without a need trial has no speed to compare with")
    func noNeed() {
        #expect(
            answer([within("streamed", 14), over("load-all", need: nil, role: .control)])
                == "streamed stays within 32.0 MiB: 14.0 MiB at 160k rows, 160 k rows/s; load-all"
                + " goes over it.")
    }

    @Test("A control that stays within is said: the budget proves nothing")
    func idleControl() {
        var idle = within("load-all", 30)
        idle.0.role = .control
        #expect(answer([within("streamed", 14), idle]).contains("this budget does not bite"))
    }

    @Test("The smallest of several is named, and what became of the others")
    func several() {
        #expect(
            answer([
                within("streamed", 20), within("mapped", 12), over("half", need: 40),
                bad("sloppy", .wrongResult), bad("trapping", .crashed), bad("endless", .timedOut),
            ])
                == "mapped is the smallest within 32.0 MiB: 12.0 MiB at 160k rows, 160 k rows/s."
                + " sloppy gives a wrong result; half goes over;"
                + " trapping and endless could not be judged.")
    }

    @Test("A strategy that is small and wrong is never the answer")
    func smallAndWrong() {
        let text = answer([within("streamed", 20), bad("sloppy", .wrongResult)])
        #expect(text.hasPrefix("streamed is the smallest within 32.0 MiB: 20.0 MiB"))
    }

    @Test("When nothing stays within: the nearest, and how far something did")
    func nothingWithin() {
        #expect(
            answer([
                within("streamed", 20, units: 10_000), over("streamed", need: 60),
                over("half", need: 40),
            ])
                == "Nothing stays within 32.0 MiB at 160k rows; half comes nearest and needs"
                + " 40.0 MiB. streamed stays within it up to 10k rows.")
        #expect(
            answer([over("streamed", need: nil)])
                == "streamed goes over 32.0 MiB at 160k rows.")
    }

    @Test("When nothing could be judged it claims nothing")
    func nothingJudged() {
        #expect(
            answer([bad("trapping", .crashed)])
                == "Nothing could be judged at 160k rows. trapping could not be judged.")
        #expect(answer([bad("sloppy", .wrongResult)]).hasSuffix("sloppy gives a wrong result."))
        #expect(answer([]) == "Nothing was run.")
    }

    @Test("Only a control: it is what is spoken of")
    func onlyControl() {
        #expect(
            answer([over("load-all", need: 180, role: .control)])
                == "load-all goes over 32.0 MiB at 160k rows and needs 180.0 MiB.")
    }

    @Test("Without a budget the smallest is compared with the largest")
    func unbudgeted() {
        let sizes =
            "No budget, only measured: streamed is the smallest at 160k rows, 10.0 MiB,"
            + " 0.25× of load-all (40.0 MiB)"
        #expect(
            answer(
                [within("streamed", 10, seconds: 1), within("load-all", 40, seconds: 2)],
                budget: nil) == sizes + ".", "one trial each")
        #expect(
            answer(
                [
                    timed("streamed", 10, seconds: [1, 1.1]),
                    timed("load-all", 40, seconds: [2, 2.1]),
                ], budget: nil) == sizes + " at 2.0× its speed.")
        #expect(
            answer([within("streamed", 10)], budget: nil)
                == "streamed takes 10.0 MiB at 160k rows; there is no budget.")
        #expect(
            answer([bad("trapping", .crashed)], budget: nil)
                == "Nothing could be measured at 160k rows. trapping could not be judged.")
        #expect(
            answer([within("streamed", 10), bad("sloppy", .wrongResult)], budget: nil)
                == "streamed takes 10.0 MiB at 160k rows; there is no budget."
                + " sloppy gives a wrong result.")
    }
}
