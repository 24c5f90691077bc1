import MemoryBudget
import Testing

@Suite("The changes of a scenario")
struct ChangesTests {
    private static let strategies = """
        strategies:
          load-all: {}
          streamed: { parameters: { mode: ["1", "1,2"] } }
        """

    /// A command with two strategies; `changes` is on line 8.
    private func text(_ changes: String, strategies: String = strategies) -> String {
        command(
            "[job, \"{strategy}\", \"{scale}\", \"{mode}\"]", "scales: [1k]",
            strategies.replacing(
                "load-all: {}", with: "load-all: { parameters: { mode: [\"\"] } }"),
            "budget: { peak-rss: 1MiB }", changes)
    }

    @Test("Base, parameter, claims and names are read")
    func whole() throws {
        let scenario = try scenario(
            text(
                """
                changes:
                  base: load-all
                  parameter: mode
                  claim: half
                  each:
                    1: { name: streaming, claim: 60–80 % }
                    2:
                """))
        #expect(
            scenario.changes
                == Changes(
                    base: "load-all", parameter: "mode", claim: "half",
                    each: [
                        .init(key: "1", name: "streaming", claim: "60–80 %"), .init(key: "2"),
                    ]))
        #expect(scenario.changes?.each[1].name == "2")
    }

    @Test("A scenario without changes has none")
    func none() throws {
        #expect(try scenario(pipeline()).changes == nil)
    }

    @Test(
        "A mistake is reported at its position",
        arguments: [
            ("{ parameter: mode, each: { 1: , 2: } }", "8:10 missing 'base' in 'changes'"),
            (
                "{ base: load-al, parameter: mode, each: { 1: , 2: } }",
                "8:18 unknown strategy 'load-al' → load-all"
            ),
            (
                "{ base: load-all, parameter: mod, each: { 1: , 2: } }",
                "8:39 unknown parameter 'mod' → mode"
            ),
            (
                "{ base: streamed, parameter: mode, each: { 1: , 2: } }",
                "8:18 every variant of the base 'streamed' has changes, but one must have none →"
                    + " mode: [\"\"]"
            ),
            (
                "{ base: load-all, parameter: mode, each: { 1: , 2: , 3: } }",
                "8:63 no value of parameter 'mode' contains change '3' → mode: [\"3\"]"
            ),
            (
                "{ base: load-all, parameter: mode, each: { 1: } }",
                "6:41 unknown change '2' (known: 1)"
            ),
            (
                "{ base: load-all, parameter: mode, each: { 1: { nmae: x }, 2: } }",
                "8:58 unknown key 'nmae' of 'changes.each.1' → name"
            ),
            (
                "{ base: load-all, parameter: mode, each: { 1: , 2: , \"3,4\": } }",
                "8:63 '3,4' can't be the name of a change, because values of the parameter join"
                    + " changes with commas"
            ),
        ])
    func mistake(changes: String, expected: String) {
        #expect(mistakes(text("changes: \(changes)")) == [expected])
    }

    @Test(
        "Two values with the same changes, or a value with a change twice, are mistakes",
        arguments: [
            ("\"2,1\"", "6:48 '2,1' has the same changes as '1,2'"),
            ("\"1,1\"", "6:48 '1,1' contains a change twice"),
        ])
    func combinations(value: String, expected: String) {
        let strategies = Self.strategies.replacing("\"1,2\"]", with: "\"1,2\", \(value)]")
        let changes = "changes: { base: load-all, parameter: mode, each: { 1: , 2: } }"
        #expect(mistakes(text(changes, strategies: strategies)) == [expected])
    }
}
