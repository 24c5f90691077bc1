import Foundation
import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The library of own and shipped scenarios")
struct ShippedLibraryTests {
    @Test("Shipped scenarios are listed after own ones, in a separate group")
    func shippedListing() throws {
        let files = [
            "own/a.yaml": "", "own/b/c.yaml": "", "shipped/a.yaml": "", "shipped/full/d.yaml": "",
        ]
        try withFolder(files) { folder in
            let library = ScenarioLibrary(
                directories: ["\(folder)/own"], shipped: "\(folder)/shipped")
            let names = ["a", "b/c", "shipped/a", "shipped/full/d"]
            let (entries, listed) = (try library.entries(), try library.listed())
            #expect(entries.map(\.qualifiedName) == names)
            #expect(listed.map(\.isShipped) == [false, false, true, true])
            let same = ScenarioLibrary(
                directories: ["\(folder)/shipped"], shipped: "\(folder)/own/../shipped")
            let own = try same.listed()
            #expect(own.map(\.qualifiedName) == ["a", "full/d"])
        }
    }

    @Test("For a name without a group, own scenarios take precedence")
    func ownFirst() throws {
        let files = ["own", "shipped"].map {
            ("\($0)/a.yaml", "scenario: a\nabout: \($0)\ncommand: [sleep, 1]")
        }
        try withFolder(Dictionary(uniqueKeysWithValues: files)) { folder in
            let library = ScenarioLibrary(
                directories: ["\(folder)/own"], shipped: "\(folder)/shipped")
            let own = try library.scenario("a")
            let shipped = try library.scenarios(["shipped"])
            #expect(own.about == "own" && shipped.map(\.about) == ["shipped"])
        }
    }

    @Test("A name without a group can be a shipped scenario; shipped/ always is")
    func shippedFinding() throws {
        func nap(_ name: String, _ about: String) -> String {
            "scenario: \(name)\nabout: \(about)\ncommand: [sleep, 1]"
        }
        let files = [
            "own/a.yaml": nap("a", "own"), "shipped/a.yaml": nap("a", "shipped"),
            "shipped/b.yaml": nap("b", "shipped"), "shipped/full/d.yaml": nap("d", "shipped"),
            "own/shipped/a.yaml": nap("a", "own"),
        ]
        try withFolder(files) { folder in
            let library = ScenarioLibrary(
                directories: ["\(folder)/own"], shipped: "\(folder)/shipped")
            for name in ["shipped/a", "b", "shipped/b", "d", "full/d", "shipped/full/d"] {
                #expect(try library.scenario(name).about == "shipped", "\(name)")
            }

            #expect(try library.scenario("\(folder)/own/a.yaml").about == "own")
            #expect(try library.scenarios(["full"]).map(\.name) == ["d"])
            let error = try #require(throws: ScenarioFileError.self) {
                try library.scenario("shipped/c")
            }
            #expect(error.message.contains("in \(folder)/own, \(folder)/shipped"), "\(error)")
        }
    }
}
