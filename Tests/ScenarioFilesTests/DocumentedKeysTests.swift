import Foundation
import MemoryBudget
import Testing

@testable import ScenarioFiles

@Suite("Documentation/Scenarios.md")
struct DocumentedKeysTests {
    /// Mappings with a key unlike any other, for which the diagnostic lists the known ones.
    private static let mappings = [
        "qqqqqqqq: 1",
        "dataset: { qqqqqqqq: 1 }",
        "verify: { qqqqqqqq: 1 }",
        "strategies: { a: { qqqqqqqq: 1 } }",
        "budget: { qqqqqqqq: 1MiB }",
        "strategies: { a: { role: qqqqqqqq } }",
        "allocator: qqqqqqqq",
    ]

    @Test("Every key and word that the reader knows is documented", arguments: mappings)
    func keys(_ mapping: String) throws {
        let known = try #require(Self.known(in: mapping))
        #expect(!known.isEmpty)
        let missing = known.filter { !Self.document.contains("`\($0)`") && !Self.isShown($0) }
        #expect(missing.isEmpty, "\(mapping)")
    }

    @Test("The example in the document is valid", arguments: ["Scenarios/sort.yaml"])
    func example(_ name: String) throws {
        let text = try #require(Self.block(named: name))
        let scenario = try ScenarioParser().parse(text, path: name)
        #expect(!scenario.strategies.isEmpty)
    }

    @Test("The scenario in the README is the one in Examples/orders")
    func readme() throws {
        let blocks = Self.text(of: "README.md").components(separatedBy: "```yaml\n").dropFirst()
        let example = Self.text(of: "Examples/orders/Scenarios/import.yaml")
        #expect(blocks.map { $0.components(separatedBy: "```")[0] } == [example])
        #expect(try ScenarioParser().parse(example, path: "import.yaml").strategies.count == 2)
    }

    private static let document = text(of: "Documentation/Scenarios.md")

    private static func text(of path: String) -> String {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../\(path)").standardizedFileURL
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// Returns whether a key occurs in one of the examples.
    private static func isShown(_ key: String) -> Bool {
        document.contains("{ \(key): ") || document.contains(", \(key): ")
    }

    /// Returns the list in the diagnostic for the unknown word; `nil` if there is none.
    private static func known(in text: String) -> [String]? {
        do {
            _ = try ScenarioParser().parse(text, path: "a.yaml")
            return nil
        } catch {
            let message = error.diagnostics.map(\.message).first { $0.contains("qqqqqqqq") }
            let list = message?.split(separator: "(known: ").last?.split(separator: ")").first
            return list?.split(separator: ", ").map(String.init)
        }
    }

    /// Returns the block after a mark with the name of a file.
    private static func block(named name: String) -> String? {
        let parts = document.components(separatedBy: "<!-- file: \(name) -->\n```yaml\n")
        return parts.last?.components(separatedBy: "\n```").first.flatMap {
            parts.count > 1 ? $0 : nil
        }
    }
}
