import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("Strategies with equal peaks within noise")
struct EqualPeakTests {
    private func answer(
        _ cells: [(cell: Cell, trials: [Observation])], budget: Budget? = Fixture.budget
    ) -> String {
        let noise = NoiseRecord(trials: 6, peakRSSBytes: 0, peakRSSShare: 0, wallShare: 0.04)
        return Answer.text(
            ScenarioRecord(
                Fixture.scenario(budget: budget), unit: "rows", cells: cells.map(\.cell),
                observations: cells.flatMap(\.trials)), noise: noise)
    }

    private func timed(
        _ name: String, _ peaks: [Double], seconds: Double = 1
    ) -> (cell: Cell, trials: [Observation]) {
        let cell = Fixture.cell(name, 160_000)
        return (cell, Fixture.trials(cell, peaks: peaks, seconds: seconds))
    }

    @Test("Peaks within noise are about equal, and none is the smallest")
    func equalPeaks() {
        func fitting(_ peaks: [Double], seconds: [Double] = [1, 1, 1]) -> String {
            answer(
                zip(["first", "second", "third"], zip(peaks, seconds)).map { name, figures in
                    timed(name, [figures.0, figures.0, figures.0], seconds: figures.1)
                })
        }
        #expect(
            fitting([14, 14.1])
                == "first is one of 2 strategies within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom), 160 k"
                + " rows/s, 1.00 s. second is about as small: 14.1 MiB.")
        #expect(
            fitting([14, 14.1, 20], seconds: [4, 4, 1])
                == "third is the fastest within 32.0 MiB at 160k rows: 20.0 MiB (38 % headroom), 160 k"
                + " rows/s, 1.00 s. first and second are the smallest and about equal: 14.0–14.1 MiB."
        )
        #expect(
            fitting([14, 14.1], seconds: [4, 1]).hasPrefix(
                "second is the fastest within 32.0 MiB at 160k rows: 14.1 MiB"))
        #expect(fitting([14, 16]).hasPrefix("first is the smallest within"), "beyond the noise")
    }

    @Test("Trials that overlap another strategy's prove no smaller peak")
    func overlap() {
        let text = answer([timed("even", [14, 14, 14]), timed("uneven", [10, 10, 15])])
        #expect(text.hasPrefix("uneven is one of 2 strategies within"), "\(text)")
    }

    @Test("Without a budget, all are about equal, or two next to a larger one")
    func equalUnbudgeted() {
        func measured(_ peaks: [Double]) -> String {
            answer(
                zip(["first", "second", "third"], peaks).map { timed($0, [$1]) }, budget: nil)
        }
        #expect(
            measured([10, 10.1])
                == "No budget, only measured: first and second are about equal at 160k rows:"
                + " 10.0–10.1 MiB.")
        #expect(
            measured([10, 10.1, 40])
                == "No budget, only measured: first and second are the smallest and about equal at"
                + " 160k rows: 10.0–10.1 MiB; 0.25× of third (40.0 MiB).")
    }
}
