import Datasets
import MemoryBudget
import RunStore
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench

@Suite("Scenarios of --command")
struct CommandLineScenarioTests {
    private let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
        try root.write("id\n" + (1...100).map { "\($0)\n" }.joined(), to: "ids.csv")
    }

    private func adHoc(
        _ commands: String..., change: (inout BenchSettings) -> Void = { _ in }
    ) throws -> AdHocScenario {
        var settings = BenchSettings()
        settings.commands = commands
        change(&settings)
        return try #require(CommandLineScenario(settings)).adHoc { _ in }
    }

    @Test("Each command is a strategy named after its script, with the scales of the file")
    func commands() throws {
        let scenario = try adHoc(
            "python3 a.py {input}", "python3 'a.py' {input} --fast", "node b.js {input}"
        ) { $0.selection.input = root.path("ids.csv") }
        #expect(scenario.commands.map(\.name) == ["a", "a-2", "b"])
        #expect(scenario.commands[1].words == ["python3", "a.py", "{input}", "--fast"])
        #expect(scenario.file == .init(path: root.path("ids.csv"), unit: "rows"))
        #expect(scenario.scales.map(\.units) == [3, 8, 18, 45, 100])
    }

    @Test("--scale replaces the file's scales")
    func scales() throws {
        let scenario = try adHoc("cat {input}") {
            $0.selection.input = root.path("ids.csv")
            $0.selection.scales = [Scale(units: 50), Scale(units: 10)]
        }
        #expect(scenario.scales.map(\.units) == [10, 50])
    }

    @Test("A scale that is given twice is measured once, however it is written")
    func twice() throws {
        let scenario = try adHoc("cat {scale}") {
            $0.selection.scales = [
                Scale(units: 1_000, label: "1k"), Scale(units: 1_000, label: "1000"),
            ]
        }
        #expect(scenario.scales.map(\.units) == [1_000])
    }

    @Test("An indivisible file has no records; with --scale it is rejected")
    func whole() throws {
        try root.write("[1, 2]", to: "ids.json")
        let scenario = try adHoc("cat {input}") { $0.selection.input = root.path("ids.json") }
        #expect(scenario.file == nil && scenario.scales.isEmpty)
        let error = #expect(throws: DatasetError.self) {
            try adHoc("cat {input}") {
                $0.selection.input = root.path("ids.json")
                $0.selection.scales = [Scale(units: 5)]
            }
        }
        #expect(error?.message.hasSuffix("or omit --scale to use all of it") == true)
    }

    @Test("A check is a command, or the strategy that the others are compared with")
    func checks() throws {
        let program = try adHoc("./a {scale} {output}") {
            $0.selection.scales = [Scale(units: 5)]
            $0.verify = "python3 check.py {input} {output} 'a b'"
        }
        #expect(
            program.verification
                == .command(["python3", "check.py", "{input}", "{output}", "a b"]))
        let same = try adHoc("./a {output}", "./b {output}") { $0.verify = "same-as:a" }
        #expect(same.verification == .sameAs(strategy: "a"))
        for scenario in [program, same] {
            let parsed = try ScenarioParser().parse(scenario.text, path: "")
            #expect(parsed.verification == scenario.verification)
        }
    }

    @Test(
        "Errors name the option, never the text of a scenario",
        arguments: [
            (["./a {output}", "./b {output}"], [], "same-as:c", "there is no strategy 'c'"),
            (["./a {output}"], [], "same-as:a", "it is the only strategy"),
            (["./a {output}", "./b"], [], "same-as:a", "--command './b' doesn't use"),
            (["./a"], [], "'x", "--verify ''x', character 1"),
            (["./a"], [], "", "--verify '' names no program"),
            (["./a"], [1, 2], nil, "--command './a' is the same at all 2 scales of --scale"),
            (["./a {output}"], [], "check {previous} {output}", "{previous}"),
            (["./a {outptu}"], [], nil, "placeholder '{outptu}'; did you mean '{output}'?"),
            (["./a {output}"], [], "check {inptu}", "'check {inptu}': unknown placeholder"),
        ] as [([String], [Int], String?, String)])
    func mistakes(lines: [String], scales: [Int], verify: String?, words: String) throws {
        let place = try Workplace()
        let error = #expect(throws: BenchError.self) {
            try place.bench {
                $0.scenarios = []
                $0.commands = lines
                $0.selection.scales = scales.map { Scale(units: $0) }
                $0.verify = verify
            }
        }
        let text = error?.description ?? ""
        #expect(error?.code == .failed(.usage) && text.contains(words), "\(text)")
        #expect(!text.contains("strategies.") && !text.contains("error:"), "\(text)")
    }

    @Test("Without --command, no scenario is made")
    func none() {
        #expect(CommandLineScenario(BenchSettings()) == nil)
    }

    @Test("A scenario of --command runs like one of a file, and is recorded with its text")
    func run() async throws {
        let place = try Workplace()
        let record = try await place.run {
            $0.scenarios = []
            $0.commands = ["{libexec}/job {scale}", "job2 {scale}"]
            $0.selection.scales = [Scale(units: 10), Scale(units: 20)]
            $0.measurement.budget = .mebibytes(64)
        }.record
        #expect(record.scenarios.map(\.name) == ["commands"])
        #expect(record.cells.count == 4)
        #expect(record.cells.allSatisfy { $0.verdict == .within })
        let text = try #require(record.plan?.scenarios.first?.text)
        #expect(try ScenarioParser().parse(text, path: "").commands.count == 2)
    }
}
