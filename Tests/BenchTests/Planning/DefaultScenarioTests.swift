import MemoryBudget
import TestSupport
import Testing

@testable import Bench

@Suite("The scenarios that are measured where none is named")
struct DefaultScenarioTests {
    private func names(
        own: Bool, hasShippedDefault: Bool
    ) throws -> [String] {
        let place = try Workplace()
        let text = "command: [sleep, 1]\n"
        try place.directory.write("scenario: theirs\n" + text, to: "shipped/theirs.yaml")
        if own { try place.directory.write("scenario: mine\n" + text, to: "Scenarios/mine.yaml") }
        let collection = ScenarioCollection(
            workers: place.scenarios.workers, directories: [place.path("Scenarios")],
            shipped: place.path("shipped"))
        return try collection.scenarios([], hasShippedDefault: hasShippedDefault).map(\.name)
    }

    @Test("One's own folder comes first; without one a bench takes what is shipped")
    func bench() throws {
        #expect(try names(own: true, hasShippedDefault: true) == ["mine"])
        #expect(try names(own: false, hasShippedDefault: true) == ["theirs"])
    }

    @Test("A gate never judges what is shipped in place of one's own")
    func gate() throws {
        #expect(try names(own: true, hasShippedDefault: false) == ["mine"])
        let error = #expect(throws: BenchError.self) {
            _ = try names(own: false, hasShippedDefault: false)
        }
        #expect(error?.code == .failed(.noInput))
        #expect(error?.description.contains("membudget init") == true)
    }
}
