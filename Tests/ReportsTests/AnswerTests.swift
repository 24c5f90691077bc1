import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The answer in one sentence")
struct AnswerTests {
    private func answer(
        _ cells: [(Cell, [Observation], Observation?)], budget: Budget? = Fixture.budget
    ) -> String {
        Answer.text(
            ScenarioRecord(
                Fixture.scenario(budget: budget), unit: "rows", cells: cells.map(\.0),
                observations: cells.flatMap { $0.1 + [$0.2].compactMap(\.self) }))
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

    @Test("Faster, slower and as fast as the control that went over")
    func control() {
        func speed(_ seconds: Double) -> String {
            answer([
                within("streamed", 14, seconds: seconds),
                over("load-all", need: 180, role: .control, seconds: 2),
            ])
        }
        let lead = "streamed stays within 32.0 MiB: 14.0 MiB at 160k rows and"
        #expect(speed(1) == lead + " 2.0× as fast as load-all, which needs 180.0 MiB.")
        #expect(speed(2) == lead + " as fast as load-all, which needs 180.0 MiB.")
        #expect(speed(4) == lead + " 0.50× as fast as load-all, which needs 180.0 MiB.")
    }

    @Test("A control without a need trial has no speed to compare with")
    func noNeed() {
        #expect(
            answer([within("streamed", 14), over("load-all", need: nil, role: .control)])
                == "streamed stays within 32.0 MiB: 14.0 MiB at 160k rows; load-all goes over it.")
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
        #expect(
            answer(
                [within("streamed", 10, seconds: 1), within("load-all", 40, seconds: 2)],
                budget: nil)
                == "No budget, only measured: streamed is the smallest at 160k rows, 10.0 MiB,"
                + " 0.25× of load-all (40.0 MiB) at 2.0× its speed.")
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
