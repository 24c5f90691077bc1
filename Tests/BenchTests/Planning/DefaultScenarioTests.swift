import MemoryBudget
import TestSupport
import Testing

@testable import Bench

@Suite("The scenarios that are measured where none is named")
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

    @Test("One's own folder comes first; without one a bench takes what is shipped")
    func bench() throws {
        #expect(try names(own: true, measuresShipped: true) == ["mine"])
        #expect(try names(own: false, measuresShipped: true) == ["theirs"])
    }

    @Test("A gate never judges what is shipped in place of one's own")
    func gate() throws {
        #expect(try names(own: true, measuresShipped: false) == ["mine"])
        let error = #expect(throws: BenchError.self) {
            _ = try names(own: false, measuresShipped: false)
        }
        #expect(error?.code == .failed(.noInput))
        #expect(error?.description.contains("membudget init") == true)
    }
}
