import MemoryBudget
import TestSupport
import Testing

@testable import Bench

@Suite("Scenarios that are measured by default")
struct DefaultScenarioTests {
    private func names(
        own: Bool, measuresShipped: Bool
    ) throws -> [String] {
        let place = try Workplace()
        let text = "command: [sleep, 1]\n"
        try place.directory.write("scenario: theirs\n" + text, to: "shipped/theirs.yaml")
        if own { try place.directory.write("scenario: mine\n" + text, to: "Scenarios/mine.yaml") }
        let collection = ScenarioCollection(
            workers: place.scenarios.workers, directories: [place.path("Scenarios")],
            shipped: place.path("shipped"))
        return try collection.scenarios([], measuresShipped: measuresShipped).map(\.name)
    }

    @Test("The user's own folder takes precedence; without one, bench uses shipped scenarios")
    func bench() throws {
        #expect(try names(own: true, measuresShipped: true) == ["mine"])
        #expect(try names(own: false, measuresShipped: true) == ["theirs"])
    }

    @Test("A gate never judges shipped scenarios instead of the user's")
    func gate() throws {
        #expect(try names(own: true, measuresShipped: false) == ["mine"])
        let error = #expect(throws: BenchError.self) {
            _ = try names(own: false, measuresShipped: false)
        }
        #expect(error?.code == .failed(.noInput))
        #expect(error?.description.contains("membudget init") == true)
    }
}
