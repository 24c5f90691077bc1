import MemoryBudget
import RunStore
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench

@Suite("The scenario of --command")
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

    @Test("Each command is a strategy named for its script, with the scales of the file")
    func commands() throws {
        let scenario = try adHoc(
            "python3 a.py {input}", "python3 'a.py' {input} --fast", "node b.js {input}"
        ) { $0.selection.input = root.path("ids.csv") }
        #expect(scenario.commands.map(\.name) == ["a", "a-2", "b"])
        #expect(scenario.commands[1].words == ["python3", "a.py", "{input}", "--fast"])
        #expect(scenario.file == .init(path: root.path("ids.csv"), unit: "rows"))
        #expect(scenario.scales.map(\.units) == [3, 8, 18, 45, 100])
    }

    @Test("--scale takes the place of the file's scales")
    func scales() throws {
        let scenario = try adHoc("cat {input}") {
            $0.selection.input = root.path("ids.csv")
            $0.selection.scales = [Scale(units: 50), Scale(units: 10)]
        }
        #expect(scenario.scales.map(\.units) == [10, 50])
    }

    @Test("No command is no such scenario")
    func none() {
        #expect(CommandLineScenario(BenchSettings()) == nil)
    }

    @Test("It runs as a scenario of a file does, and is recorded with its text")
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
