import Datasets
import MemoryBudget
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench

@Suite("Scenarios that init writes for a command")
struct StartingScenarioTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
        let rows = (1...1000).map { "\($0),\"a\nb\"\n" }.joined()
        try root.write("id,text\n" + rows, to: "orders.csv")
        try root.write("one\ntwo\nthree", to: "lines.txt")
        try root.write("PAR1", to: "orders.parquet")
        try root.write("", to: "import.py")
    }

    /// Returns the scenario of a command, read in the same way as by `membudget bench`.
    private func scenario(_ words: String..., input: String? = nil) throws -> Scenario {
        let starting = try StartingScenario(command: words, input: input)
        return try ScenarioParser().parse(
            starting.template.text, path: "\(root.path("Scenarios"))/x.yaml")
    }

    @Test("The scales are the file's first records, counted by the rules of CSV")
    func file() throws {
        let parsed = try scenario("python3", "import.py", root.path("orders.csv"), "out.db")
        #expect(parsed.name == "import")
        #expect(parsed.scales.map(\.label) == ["30", "80", "180", "450", "1k"])
        #expect(parsed.ownData == .file(root.path("orders.csv"), repeats: false))
        #expect(parsed.unit == "rows")
        #expect(parsed.job == .command(["python3", "import.py", "{input}", "{output}"]))
    }

    @Test("The lines of a text file are its records")
    func lines() throws {
        let parsed = try scenario("wc", "{input}", input: root.path("lines.txt"))
        #expect(parsed.scales.map(\.units) == [1, 3])
        #expect(parsed.unit == "lines")
    }

    @Test("A file without records is read whole, at one scale")
    func whole() throws {
        let path = root.path("orders.parquet")
        let starting = try StartingScenario(command: ["cat", path], input: nil)
        let parsed = try ScenarioParser().parse(starting.template.text, path: "x.yaml")
        #expect(parsed.job == .command(["cat", path]))
        #expect(parsed.ownData == nil && parsed.scales.count == 1)
        #expect(starting.notes.count == 1)
        #expect(starting.warnings.count == 1)
        #expect(starting.warnings.first?.hasPrefix("no argument was replaced") == true)
    }

    @Test("Scripts and data files that don't exist are named; the result needn't exist yet")
    func missing() throws {
        let starting = try StartingScenario(
            command: ["python3", "nothere.py", "--rows=missing.csv", "-o", "out.csv"], input: nil)
        #expect(
            starting.warnings.map { String($0.prefix { $0 != ";" }) } == [
                "'nothere.py' doesn't exist", "'missing.csv' doesn't exist",
            ])
        let ambiguous = try StartingScenario(
            command: ["python3", root.path("import.py"), "missing.csv", "out.csv"], input: nil)
        #expect(ambiguous.warnings.first?.hasPrefix("'missing.csv' doesn't exist") == true)
        #expect(ambiguous.warnings.count == 2)
        for words in [
            ["sh", "-c", "python3 nothere.py x.csv"], ["cat", root.path("x"), "out.db"],
        ] {
            let other = try StartingScenario(command: words, input: nil)
            #expect(other.warnings.allSatisfy { !$0.contains("doesn't exist") }, "\(words)")
        }
        let (script, orders) = (root.path("import.py"), root.path("orders.csv"))
        let complete = try StartingScenario(
            command: ["python3", script, orders, "out.db"], input: nil)
        #expect(complete.warnings.isEmpty)
    }

    @Test("The user is asked for anything that can't be determined")
    func mistakes() throws {
        let (orders, lines) = (root.path("orders.csv"), root.path("lines.txt"))
        for (words, input, hint) in [
            (["cat", orders, lines], nil, "--input \(orders)"),
            (["cat"], orders, "write {input} where its path belongs"),
            ([], orders, "--input needs the command"),
        ] as [([String], String?, String)] {
            let error = try #require(throws: BenchError.self) {
                try StartingScenario(command: words, input: input)
            }
            #expect(error.code == .failed(.usage) && error.description.contains(hint), "\(error)")
        }
        #expect(throws: DatasetError.self) {
            try StartingScenario(command: ["cat", "{input}"], input: root.path("nope.csv"))
        }
    }

    @Test(
        "A file without any record is rejected, with advice",
        arguments: [
            ("rows.csv", "id,text\n", "no rows below its header"), ("x.txt", "", "no lines,"),
        ])
    func empty(name: String, text: String, words: String) throws {
        try root.write(text, to: name)
        let error = #expect(throws: BenchError.self) {
            try StartingScenario(command: ["cat", root.path(name)], input: nil)
        }
        #expect(error?.code == .failed(.noInput))
        #expect(error?.description.contains(words) == true, "\(error)")
    }

    @Test("A check next to the script is used")
    func check() throws {
        try root.write("", to: "check.py")
        let script = root.path("import.py")
        let parsed = try scenario("python3", script, root.path("orders.csv"), "out.db")
        #expect(
            parsed.verification
                == .command(["python3", root.path("check.py"), "{input}", "{output}"]))
        let unchecked = try scenario("python3", script, root.path("orders.csv"))
        #expect(unchecked.verification == nil)
    }
}
