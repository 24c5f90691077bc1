import Foundation
import Testing

@testable import HotelContracts

/// Compares the sections in code with the documentation.
@Suite("Sections")
struct SectionTests {
    /// Returns the rows of the document's tables whose first cell is a section's name.
    private func documented() throws -> [[String]] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Documentation/HotelContracts.md")
        return try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            }
            .filter { SectionCode($0[0].utf8) != nil }
    }

    private func listed(_ columns: [Column]) -> String {
        columns.map { column in
            let letter = String(UnicodeScalar(column.type.rawValue))
            return "\(column.name) \(letter)\(column.isRequired ? "!" : "")"
        }.joined(separator: ", ")
    }

    @Test("Every section has the documented table and fields, in order")
    func tables() throws {
        let rows = try documented().filter { $0[1].first?.isUppercase == true }
        #expect(rows.map { $0[0] } == Section.known.map(\.code))
        let week = "monday b, tuesday b, wednesday b, thursday b, friday b, saturday b, sunday b"
        for (row, section) in zip(rows, Section.known) {
            let fields = row[2].split(separator: ", ").filter { !$0.hasPrefix("**") }
                .joined(separator: ", ").replacing("monday b … sunday b", with: week)
            let summary = row[2].split(separator: ", ").filter { $0.hasPrefix("**") }
                .map { String($0.replacing("**", with: "")) }
            #expect(row[1] == section.table)
            #expect(fields == listed(section.fields))
            #expect(summary == (section.tuples?.summary ?? []).map(\.name))
        }
    }

    @Test("Tuples have the documented values")
    func tuples() throws {
        let rows = try documented().filter { $0[1].first?.isUppercase == false }
        #expect(rows.count == 4)
        for row in rows {
            let section = try #require(Section.known.first { $0.code == row[0] })
            #expect(section.tuples.map { listed($0.values) } == row[1])
        }
    }

    @Test("A mark is a name of four or five capital letters and digits in braces, nothing else")
    func marks() {
        func mark(_ text: String) -> SectionMark? {
            Array(text.utf8).withUnsafeBytes { SectionMark($0) }
        }
        #expect(mark("{CNHA2}")?.code.description == "CNHA2")
        #expect(mark("{CNHA}")?.isClosing == false)
        #expect(mark("{/CNHA}")?.isClosing == true)
        #expect(mark("{/CNHA}")?.code == mark("{CNHA}")?.code)
        let others = [
            "{}", "{CNH}", "{CNHA22}", "{cnha}", "{CN A}", "{CNHA} ", " {CNHA}", "{CNHA", "CNHA}",
            "{//CNHA}", "{/CNHA22}", "{CNHÄ}", "{/CNH}", "CNHA", "{CNHA}}",
        ]
        for text in others { #expect(mark(text) == nil, "\(text)") }
    }
}
