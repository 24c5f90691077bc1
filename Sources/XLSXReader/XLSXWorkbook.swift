/// An Excel workbook, read sheet by sheet and row by row.
///
/// Only one row and the table of shared strings are held in memory.
///
/// ```swift
/// let workbook = try XLSXWorkbook(path: "tickets.xlsx")
/// try workbook.forEachRow(of: workbook.sheets[0]) { row in
///     print(row.number, row.columnCount)
/// }
/// ```
package struct XLSXWorkbook: ~Copyable {
    /// A sheet of a workbook.
    package struct Sheet: Hashable, Sendable {
        /// The name on its tab.
        package let name: String
        let part: String
    }

    /// The sheets, in the order of their tabs.
    package let sheets: [Sheet]
    private let archive: ZipArchive
    private let sharedStrings: SharedStrings

    /// Opens a workbook, lists its sheets and reads its shared strings.
    ///
    /// - Throws: ``BrokenWorkbook``.
    package init(path: String) throws {
        let archive = try ZipArchive(path: path)
        let workbook = WorkbookParts()
        let relationships = Relationships()
        let sharedStrings = SharedStrings()
        try XMLStream.parse("xl/workbook.xml", of: archive, into: workbook)
        try XMLStream.parse("xl/_rels/workbook.xml.rels", of: archive, into: relationships)
        if let part = relationships.sharedStringsPart {
            try XMLStream.parse(part, of: archive, into: sharedStrings)
        }
        sheets = try workbook.sheets.map { sheet in
            guard let part = relationships.parts[sheet.relationship] else {
                throw BrokenWorkbook(
                    path: path, part: "xl/workbook.xml", reason: "sheet '\(sheet.name)' has no part"
                )
            }
            return Sheet(name: sheet.name, part: part)
        }
        self.archive = archive
        self.sharedStrings = sharedStrings
    }

    /// Reads a sheet's rows in order; rows that aren't stored are skipped.
    ///
    /// - Throws: The errors of `body`; ``BrokenWorkbook``, possibly after the last row.
    package func forEachRow(of sheet: Sheet, body: (SheetRow) throws -> Void) throws {
        let path = archive.path
        try withoutActuallyEscaping(body) { body in
            let parser = SheetParser(
                sharedStrings,
                broken: { BrokenWorkbook(path: path, part: sheet.part, reason: $0) }, body: body)
            try XMLStream.parse(sheet.part, of: archive, into: parser)
        }
    }
}
