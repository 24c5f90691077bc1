import Foundation
import Testing

@testable import Judging

@Suite("A comparison in Documentation/JSON.md")
struct DocumentationTests {
    /// The paths of every key, `scenarios[].cells[].peak`.
    private func keys(_ value: Any, _ prefix: String = "") -> Set<String> {
        if let array = value as? [Any] {
            return array.reduce(into: []) { $0.formUnion(keys($1, prefix + "[]")) }
        }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { result, entry in
            let path = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
            result.insert(path)
            if entry.key != "parameters" { result.formUnion(keys(entry.value, path)) }
        }
    }

    @Test("Every key is documented, and no other")
    func keys() throws {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20, 20])
        let json = try RunComparison(of: run.record, against: run.record).json()
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/JSON.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        let sections = text.components(separatedBy: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix("A comparison\n") })
        let documented = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { String($0.dropFirst(3).prefix { $0 != "`" }) }
        #expect(
            keys(try JSONSerialization.jsonObject(with: Data(json.utf8))) == Set(documented))
    }
}
