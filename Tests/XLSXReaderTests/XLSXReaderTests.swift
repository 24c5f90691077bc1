import Foundation
import TestSupport
import Testing

@testable import XLSXReader

@Suite("Reading workbooks of other programs")
struct XLSXReaderTests {
    /// Writes a workbook with one cell of every kind.
    private static let program = """
        import datetime, openpyxl, sys
        book = openpyxl.Workbook()
        first = book.active
        first.title = "Änd & <more>"
        first.append(["text", 1, -2.5, None, True, "text"])
        first.append([None, None, "x\\ny", " padded ", "", 10 ** 15])
        first.cell(row=5, column=30, value="far")
        first["A6"] = "=1+1"
        book.create_sheet("Empty")
        book.create_sheet("Third").append(["0042"])
        book.save(sys.argv[1])
        """

    private func read(_ path: String) throws -> [String: [Int: [String]]] {
        let workbook = try XLSXWorkbook(path: path)
        var sheets: [String: [Int: [String]]] = [:]
        for sheet in workbook.sheets {
            var rows: [Int: [String]] = [:]
            try workbook.forEachRow(of: sheet) { row in
                rows[row.number] = (0..<row.columnCount).map { describe(row[$0]) }
            }
            sheets[sheet.name] = rows
        }
        return sheets
    }

    private func describe(_ cell: SheetCell) -> String {
        switch cell {
        case .empty: "-"
        case .number(let bytes): "number " + String(decoding: bytes, as: UTF8.self)
        case .text(let bytes): "text " + String(decoding: bytes, as: UTF8.self)
        case .other(let bytes): "other " + String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test("A workbook of openpyxl is read cell by cell", .enabled(if: PythonPackages.areWanted))
    func openpyxl() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("book.xlsx")
        _ = try await PythonPackages.run(Self.program, arguments: [path])
        let far = [String](repeating: "-", count: 29) + ["text far"]
        #expect(
            try read(path) == [
                "Änd & <more>": [
                    1: ["text text", "number 1", "number -2.5", "-", "other 1", "text text"],
                    2: [
                        "-", "-", "text x\ny", "text  padded ", "text ", "number 1000000000000000",
                    ],
                    5: far, 6: ["-"],
                ],
                "Empty": [:], "Third": [1: ["text 0042"]],
            ])
    }

    /// Writes two sheets, whose parts are in another order than their tabs, and shared strings.
    private static let handWriting = """
        import sys, zipfile
        with zipfile.ZipFile(sys.argv[1], "w") as archive:
            def sheet(name, cells):
                archive.writestr(name, f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
            archive.writestr("xl/workbook.xml", "<workbook xmlns:r='r'><sheets>"
                "<sheet name='one' r:id='b'/><sheet name='two' r:id='a'/></sheets></workbook>")
            archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships>"
                "<Relationship Id='a' Type='x/worksheet' Target='first.xml'/>"
                "<Relationship Id='b' Type='x/worksheet' Target='/xl/second.xml'/>"
                "<Relationship Id='c' Type='x/sharedStrings' Target='texts.xml'/></Relationships>")
            archive.writestr("xl/texts.xml", "<sst><si><t>plain</t></si><si><r><t>ri</t></r>"
                "<r><rPr/><t>ch</t></r><rPh><t>not this</t></rPh></si><si><t/></si></sst>")
            sheet("xl/first.xml", sys.argv[2])
            sheet("xl/second.xml", "<row><c t='inlineStr'><is><t>x</t></is></c></row>")
        """

    private func readHandWritten(_ cells: String) async throws -> [String: [Int: [String]]] {
        let directory = try TemporaryDirectory()
        let path = directory.path("book.xlsx")
        _ = try await Python.run(Self.handWriting, arguments: [path, cells])
        #expect(try XLSXWorkbook(path: path).sheets.map(\.name) == ["one", "two"])
        return try read(path)
    }

    @Test("Sheets are in the order of their tabs, and shared strings may have rich text")
    func handWritten() async throws {
        let cells = "<row><c t='s'><v>1</v></c><c/><c t='s'><v>0</v></c><c t='s'><v>2</v></c></row>"
        let sheets = try await readHandWritten(cells + "<row r='9'><c r='AB9'><v>7</v></c></row>")
        let far = [String](repeating: "-", count: 27) + ["number 7"]
        #expect(
            sheets == [
                "one": [1: ["text x"]],
                "two": [1: ["text rich", "-", "text plain", "text "], 9: far],
            ])
    }

    @Test(
        "For an invalid sheet, the error names the part and the row",
        arguments: [
            (
                "<row><c t='s'><v>3</v></c></row>",
                "row 1 refers to unknown shared string '3'"
            ),
            ("<row r='2'/><row r='2'/>", "row 2 is followed by a row whose number is not greater"),
            ("<row r='x'/>", "row 0 is followed by a row whose number is not greater"),
            (
                "<row r='9223372036854775808'/>",
                "row 0 is followed by a row whose number is not greater"
            ),
            ("<row r='1'><c r='A1'><row r='2'/></c></row>", "a cell contains a row"),
            ("<row><c r='A2'/></row>", "row 1 has a cell with the invalid reference 'A2'"),
            ("<row><c r='1'/></row>", "row 1 has a cell with the invalid reference '1'"),
            ("<row><c r='B1'/><c r='A1'/></row>", "the cells of row 1 are not in order"),
            ("<row><c r='XFE1'/></row>", "the cells of row 1 are not in order"),
            ("<row>", "mismatched tag in line 1"), ("&lol;", "undefined entity in line 1"),
        ])
    func broken(_ cells: String, _ reason: String) async throws {
        let error = await #expect(throws: BrokenWorkbook.self) {
            try await readHandWritten(cells)
        }
        #expect(error?.part == "xl/first.xml")
        #expect(error?.reason == reason)
    }

    @Test(
        "Escapes are decoded, and an escaped underscore is an underscore",
        arguments: [
            ("", ""), ("_", "_"), ("a_b", "a_b"), ("_x000A_", "\n"), ("_x000d__x000D_", "\r\r"),
            ("_x005F_x000A_", "_x000A_"), ("_x00", "_x00"), ("_x000G_", "_x000G_"),
            ("_xD800_", "_xD800_"), ("é_x00E9_é", "ééé"), ("__x0041_", "_A"),
        ])
    func escapes(_ text: String, _ meaning: String) {
        var bytes = Array("_x0041_".utf8) + Array(text.utf8)
        decodeEscapes(in: &bytes, from: 7)
        #expect(String(decoding: bytes, as: UTF8.self) == "_x0041_" + meaning)
    }

    @Test("A missing file is named")
    func missing() throws {
        let error = #expect(throws: BrokenWorkbook.self) {
            _ = try XLSXWorkbook(path: "/nowhere/book.xlsx")
        }
        #expect(error?.description.contains("'/nowhere/book.xlsx'") == true)
    }
}
