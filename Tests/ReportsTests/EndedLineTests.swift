import MemoryBudget
import Testing

@testable import Reports

@Suite("The line of a trial that has ended")
struct EndedLineTests {
    private func line(
        _ strategy: String = "streamed", _ outcome: Outcome = .completed, peak: Double = 18,
        kind: Observation.Kind = .measured
    ) -> EndedLine {
        let cell = Fixture.cell(strategy, 160_000, parameters: [:])
        let trial = Fixture.trial(cell, kind: kind, peak: peak, seconds: 0.4, outcome: outcome) {
            $0.budget = Budget(metric: .peakRSS, limit: .mebibytes(32))
        }
        return EndedLine(
            place: "7/33", name: TrialName(of: cell, kind: kind, index: 0, build: .head),
            trial: trial, unit: "rows")
    }

    @Test("Outcome, peak, bar, speed and time are aligned in the terminal's width")
    func columns() {
        #expect(
            line().text(width: 99, placeWidth: 5)
                == " [7/33] ✓ streamed @ 160k #1          within      ━━━━━┃┄┄┄   18.0 MiB       400 k rows/s    400 ms"
        )
        #expect(
            line("load-all", .overBudget, peak: 32.1).text(width: 99, placeWidth: 5)
                == " [7/33] ✗ load-all @ 160k #1          over        ━━━━━━━━━   32.1 MiB                       400 ms"
        )
        #expect(
            line().text(width: 59, placeWidth: 5)
                == " [7/33] ✓ streamed @ 160k #1  within      18.0 MiB   400 ms")
    }

    @Test("The line for a log has the same facts and the time left")
    func plain() {
        #expect(
            line().plainText(remaining: .seconds(40))
                == "[7/33] streamed @ 160k #1: within budget, 18.0 of 32.0 MiB, 400 k rows/s, 400 ms,"
                + " 40 s left")
        #expect(
            line(.init("load-all"), .overBudget, peak: 32.1).plainText()
                == "[7/33] load-all @ 160k #1: over budget, 32.1 of 32.0 MiB, 400 ms")
        // The ceiling of a trial without a budget is not a budget.
        #expect(
            line(kind: .need).plainText()
                == "[7/33] streamed @ 160k need: completed, 18.0 MiB, 400 k rows/s, 400 ms")
    }

    @Test("Every outcome has words that fit", arguments: Outcome.allCases)
    func outcomes(outcome: Outcome) {
        for width in [30, 59, 79, 99, 199] {
            for strategy in ["streamed", "名前の長い戦略", String(repeating: "long-", count: 40)] {
                let text = line(strategy, outcome).text(width: width, style: .coloured)
                #expect(Style.columns(of: text) <= width, "\(width): \(text)")
            }
        }
    }
}
