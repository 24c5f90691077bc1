import Foundation
import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The shipped scenarios")
struct ShippedScenarioTests {
    // EndToEndTests checks their names against the workers.
    private let library = ScenarioLibrary(directories: ["\(root)/Scenarios"])

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test("Every scenario is valid and has the name of its file")
    func allParse() throws {
        let entries = try library.entries()
        #expect(entries.count >= 7)
        let scenarios = try library.scenarios(entries.map(\.qualifiedName))
        #expect(scenarios.map(\.name) == entries.map(\.name))
        #expect(Set(scenarios.map(\.name)).count == scenarios.count)
        #expect(scenarios.allSatisfy { !$0.about.isEmpty && $0.budget != nil })
        #expect(scenarios.allSatisfy { $0.timeout != nil })
    }

    @Test("The default strategies of csv-ingest are a control, a reference and a candidate")
    func csvIngest() throws {
        let scenario = try library.scenario("csv-ingest")
        #expect(scenario.cells().count == 15)
        #expect(
            Set(scenario.cells().map(\.strategy)) == ["load-all", "row-by-row", "streamed"])
        #expect(scenario.cells(Cell.Selection(includesAll: true)).count == 25)
        #expect(scenario.budget == Budget(metric: .peakRSS, limit: .mebibytes(32)))
    }

    @Test("The programs next to a scenario that it names exist")
    func companions() throws {
        for entry in try library.entries() {
            let scenario = try library.scenario(entry.qualifiedName)
            guard case .command(let arguments) = scenario.job else { continue }
            let here = URL(fileURLWithPath: entry.path).deletingLastPathComponent().path
            for argument in arguments where argument.hasPrefix("{here}") {
                let path = CommandTemplate.expand(argument, values: ["here": here])
                #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            }
        }
    }
}
