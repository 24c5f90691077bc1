import Testing

@testable import TicketExportPostgreSQL

@Suite("Rows in COPY's text format")
struct CopiedFieldsTests {
    private func fields(_ text: String) -> [String] {
        var bytes = Array(text.utf8)
        var fields: [String] = []
        bytes.withUnsafeMutableBytes { row in
            forEachCopiedField(of: row) { fields.append(String(decoding: $0, as: UTF8.self)) }
        }
        return fields
    }

    @Test("Tabs separate fields, a line feed ends a row, and a backslash escapes a letter")
    func escapes() {
        #expect(fields("1\tMüller\t\t3\n") == ["1", "Müller", "", "3"])
        #expect(fields("a\\tb\\nc\\\\d\\re\\bf\\fg\\vh\n") == ["a\tb\nc\\d\re\u{8}f\u{c}g\u{b}h"])
        #expect(fields("\\q\\\t\n") == ["q\t"])
        #expect(fields("\n") == [""])
    }

    @Test("NULL has no bytes; a text that looks like it is a text")
    func null() {
        #expect(fields("\\N\t\\\\N\ta\\\\N\t\\N\n") == ["", "\\N", "a\\N", ""])
    }

    @Test("A backslash at the very end stands for itself")
    func torn() {
        #expect(fields("a\tb\\") == ["a"])
    }
}
