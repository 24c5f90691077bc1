import MemoryBudget
import Testing

@Suite("What a strategy may have of its own")
struct StrategyTests {
    @Test("Parameters and a budget, beside those of the scenario")
    func own() throws {
        let scenario = try scenario(
            """
            scenario: test
            pipeline: csv-ingest
            dataset: { kind: csv-rows }
            scales: [10k]
            budget: { peak-rss: 64MiB }
            parameters: { mode: [wal] }
            strategies:
              load-all: { role: control, parameters: { batch: [10, 100] } }
              streamed: { budget: { peak-rss: 32MiB } }
            """)
        #expect(scenario.strategies[0].parameters == [.init(name: "batch", values: ["10", "100"])])
        #expect(scenario.strategies[0].budget == nil)
        #expect(scenario.strategies[1].budget?.limit == .mebibytes(32))
        #expect(
            scenario.cells().map(\.variant) == [
                "load-all batch=10 mode=wal", "load-all batch=100 mode=wal", "streamed mode=wal",
            ])
    }

    @Test(
        "A mistake in them is found where it stands",
        arguments: [
            (
                "{ budget: 32MiB }",
                "5:35 'strategies.streamed.budget' must be a mapping"
                    + " → { peak-rss: 32MiB }"
            ),
            (
                "{ parameters: { batch: 1 } }",
                "5:48 'strategies.streamed.parameters.batch' must be"
                    + " a list → [1]"
            ),
            (
                "{ parameters: { batch: [1, 1] } }",
                "5:52 duplicate value '1' of 'strategies.streamed.parameters.batch'"
            ),
            (
                "{ parameters: { bacth: [1] } }",
                "5:41 unknown parameter 'bacth' of pipeline 'csv-ingest' → batch"
            ),
            (
                "{ parameters: { batch: [10, 1k] } }",
                "5:53 '1k' is no value of parameter 'batch', which takes a whole number from 1 to"
                    + " 1000000 → 1000"
            ),
            (
                "{ parameters: { mode: [wall] } }",
                "5:48 'wall' is no value of parameter 'mode', which takes one of wal, delete → wal"
            ),
        ])
    func mistakesOfStrategies(strategy: String, expected: String) {
        #expect(
            mistakes(pipeline(strategies: "strategies: { streamed: \(strategy) }")) == [expected])
    }

    @Test("A value of the whole scenario is checked as well")
    func sharedValues() {
        #expect(
            mistakes(pipeline("parameters: { batch: [0, 5] }")) == [
                "6:23 '0' is no value of parameter 'batch', which takes a whole number from 1 to"
                    + " 1000000"
            ])
    }

    @Test("All budgets of a scenario have one metric: a table compares one")
    func metrics() {
        let own = "strategies: { streamed: { budget: { peak-live: 1MiB } } }"
        #expect(
            mistakes(pipeline(strategies: own, "budget: { peak-rss: 2MiB }")) == [
                "5:27 a strategy's budget has the metric of the others, not 'peak-live'"
                    + " → { peak-rss: 1MiB }"
            ])
        #expect(mistakes(pipeline(strategies: own)) == [])
    }

    @Test("A command's placeholder has a value for every strategy, or for none")
    func placeholders() {
        let strategies = "strategies: { a: { parameters: { size: [1] } }, b: {} }"
        #expect(
            mistakes(command("[run, \"{strategy}\", \"{size}\"]", strategies)) == [
                "3:49 strategy 'b' has no value for {size}, which 'command' uses"
                    + " → parameters: { size: […] }"
            ])
        #expect(
            mistakes(
                command(
                    "[run, \"{strategy}\", \"{size}\"]", strategies, "parameters: { size: [2] }"))
                == [])
    }
}
