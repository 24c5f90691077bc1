import MemoryBudget
import Testing

@Suite("The gate rules of a scenario")
struct GateTests {
    private let scales = "scales: [1k, 2k, 4k, 8k, 16k]"

    @Test("Every kind of rule is read, with its line")
    func every() throws {
        let scenario = try scenario(
            pipeline(
                scales: scales,
                strategies: """
                    strategies:
                      load-all: { role: control }
                      streamed:
                        gate:
                          growth: constant
                          bytes-per-unit: 0.5
                          net: 8MiB
                          memory: { at-most: 0.5, of: load-all }
                          throughput: { at-least: 1.0, of: load-all }
                          baseline: 2.5%
                    """))
        #expect(
            scenario.gateRules(of: "streamed") == [
                GateRule(.growth(.constant), line: 9), GateRule(.bytesPerUnit(0.5), line: 10),
                GateRule(.net(.mebibytes(8)), line: 11),
                GateRule(.memory(atMost: 0.5, of: "load-all"), line: 12),
                GateRule(.throughput(atLeast: 1, of: "load-all"), line: 13),
                GateRule(.baseline(threshold: 0.025), line: 14),
            ])
        #expect(scenario.gateRules(of: "load-all").isEmpty)
    }

    @Test("A ratio to several strategies is one rule for each, except for the strategy itself")
    func several() throws {
        let rule = "throughput: { at-least: 1.5, of: [load-all, row-by-row] }"
        let scenario = try scenario(
            pipeline(
                strategies: """
                    strategies:
                      load-all: { role: control }
                      row-by-row: {}
                      streamed: {}
                    """, "gate: { \(rule) }"))
        let both = ["load-all", "row-by-row"].map {
            GateRule.Promise.throughput(atLeast: 1.5, of: $0)
        }
        #expect(scenario.gateRules(of: "streamed").map(\.promise) == both)
        #expect(scenario.gateRules(of: "row-by-row").map(\.promise) == [both[0]])
    }

    @Test("The scenario's rules apply to every candidate without a rule of the same kind")
    func defaults() throws {
        let scenario = try scenario(
            pipeline(
                scales: scales,
                strategies: """
                    strategies:
                      load-all: { role: control }
                      row-by-row: {}
                      streamed: { gate: { net: 1MiB } }
                    """, "gate: { net: 8MiB, growth: linear }"))
        #expect(
            scenario.gateRules(of: "row-by-row").map(\.promise) == [
                .net(.mebibytes(8)), .growth(.linear),
            ])
        #expect(
            scenario.gateRules(of: "streamed").map(\.promise) == [
                .growth(.linear), .net(.mebibytes(1)),
            ])
        #expect(scenario.gateRules(of: "load-all").isEmpty)
    }

    @Test("The line of a budget is that of the one in force")
    func budgetLines() throws {
        let scenario = try scenario(
            pipeline(
                strategies: """
                    strategies:
                      load-all: { budget: { peak-rss: 1MiB } }
                      streamed: {}
                    """, "budget: { peak-rss: 2MiB }"))
        #expect(scenario.budgetLine(of: "load-all") == 6)
        #expect(scenario.budgetLine(of: "streamed") == 8)
        #expect(scenario.lines.name == 1 && scenario.strategies[1].lines.name == 7)
        #expect(try ScenarioFilesTests.scenario(pipeline()).budgetLine(of: "streamed") == nil)
    }

    @Test(
        "A mistake is reported at its position",
        arguments: [
            ("net: 8MB", "5:40 '8MB' has no binary unit (KiB, MiB, GiB) → 8MiB"),
            ("growth: linaer", "5:43 unknown growth class 'linaer' → linear"),
            ("grwoth: linear", "5:35 unknown key 'grwoth' of 'strategies.streamed.gate' → growth"),
            (
                "bytes-per-unit: -1",
                "5:51 'strategies.streamed.gate.bytes-per-unit' must be a number above 0, not '-1'"
                    + " → 0.5"
            ),
            (
                "baseline: 0.05",
                "5:45 'strategies.streamed.gate.baseline' must be a change in percent, not '0.05'"
                    + " → 5%"
            ),
            (
                "memory: { at-most: 0.5 }",
                "5:43 missing 'of' in 'strategies.streamed.gate.memory'"
            ),
            (
                "memory: { at-most: 0.5, of: load-al }",
                "5:63 unknown strategy 'load-al' → load-all"
            ),
            (
                "throughput: { at-least: 1, of: streamed }",
                "5:66 'streamed' is compared with itself"
            ),
            (
                "throughput: { at-least: 1, of: [load-all, load-al] }",
                "5:77 unknown strategy 'load-al' → load-all"
            ),
            (
                "memory: { at-most: 1, of: [load-all, load-all] }",
                "5:72 duplicate value 'load-all' of 'strategies.streamed.gate.memory.of'"
            ),
            (
                "memory: { at-most: 1, of: [] }",
                "5:61 'strategies.streamed.gate.memory.of' is empty → [load-all]"
            ),
        ])
    func mistake(rule: String, expected: String) {
        let strategies = "strategies: { streamed: { gate: { \(rule) } }, load-all: {} }"
        #expect(mistakes(pipeline(scales: scales, strategies: strategies)) == [expected])
    }

    @Test("A growth rule needs five geometric scales")
    func fewScales() {
        let rule = "gate: { growth: constant }"
        let expected =
            "6:9 a growth class needs at least 5 scales to be gated, each at least twice the one"
            + " before; there are "
        #expect(mistakes(pipeline(scales: "scales: [1k, 2k, 4k, 8k]", rule)) == [expected + "4"])
        #expect(
            mistakes(pipeline(scales: "scales: [1k, 2k, 3k, 4k, 5k, 6k]", rule)) == [expected + "3"]
        )
        #expect(mistakes(pipeline(scales: scales, rule)).isEmpty)
    }

    @Test("A slope needs two scales")
    func oneScale() {
        let rule = "gate: { bytes-per-unit: 8 }"
        let expected = "bytes per unit are a slope, which needs two scales; there is 1"
        #expect(mistakes(pipeline(rule)) == ["6:9 \(expected)"])
        #expect(mistakes(command("[job]", rule)) == ["3:9 \(expected)"])
        #expect(mistakes(pipeline(scales: "scales: [1k, 2k]", rule)).isEmpty)
    }

    @Test("A net rule needs a command with an input")
    func noFloor() {
        let rule = "gate: { net: 8MiB }"
        let expected = "the floor is the peak on an empty input, but this command has no dataset"
        #expect(mistakes(command("[job]", rule)) == ["3:9 \(expected)"])
        #expect(
            mistakes(command("[job, '{scale}']", "scales: [1k, 2k]", rule)) == ["4:9 \(expected)"])
        #expect(mistakes(command("[job, '{input}']", rule)).isEmpty)
        // A wrong section is only one mistake.
        #expect(mistakes(command("[job]", "dataset: 5", rule)).count == 1)
    }

    @Test("A ratio to a strategy that all must keep doesn't apply to that strategy")
    func itself() throws {
        let scenario = try scenario(
            pipeline(
                strategies: "strategies: { load-all: {}, streamed: {} }",
                "gate: { memory: { at-most: 0.5, of: load-all }, net: 8MiB }"))
        #expect(scenario.gateRules(of: "load-all").map(\.kind) == [.net])
        #expect(scenario.gateRules(of: "streamed").map(\.kind) == [.memoryRatio, .net])
    }

    @Test("Rules of controls and references are mistakes")
    func roles() {
        let strategies = "strategies: { load-all: { role: control, gate: { net: 1MiB } } }"
        #expect(
            mistakes(pipeline(strategies: strategies)) == [
                "5:42 only candidates are gated; 'load-all' is a control"
            ])
    }
}
