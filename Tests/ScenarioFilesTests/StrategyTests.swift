import MemoryBudget
import Testing

@Suite("Parameters and budgets of strategies")
struct StrategyTests {
    @Test("A strategy can have its own parameters and budget")
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
        "A mistake is reported at its position",
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
                "5:53 '1k' is not a value of parameter 'batch', which takes a whole number from 1 to"
                    + " 1000000 → 1000"
            ),
            (
                "{ parameters: { mode: [wall] } }",
                "5:48 'wall' is not a value of parameter 'mode', which takes one of wal, delete → wal"
            ),
        ])
    func mistakesOfStrategies(strategy: String, expected: String) {
        #expect(
            mistakes(pipeline(strategies: "strategies: { streamed: \(strategy) }")) == [expected])
    }

    @Test("Values of the scenario's parameters are checked too")
    func sharedValues() {
        #expect(
            mistakes(pipeline("parameters: { batch: [0, 5] }")) == [
                "6:23 '0' is not a value of parameter 'batch', which takes a whole number from 1 to"
                    + " 1000000"
            ])
    }

    @Test("All budgets of a scenario must limit the same metric")
    func metrics() {
        let own = "strategies: { streamed: { budget: { peak-live: 1MiB } } }"
        #expect(
            mistakes(pipeline(strategies: own, "budget: { peak-rss: 2MiB }")) == [
                "5:27 a strategy's budget must limit the same metric as the others, not 'peak-live'"
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
