/// An Excel workbook, read sheet by sheet and row by row.
///
/// Only the table of shared texts is held in memory, and a row.
package struct XLSXWorkbook: ~Copyable {
    /// A sheet of it.
    package struct Sheet: Hashable, Sendable {
        /// As its tab says.
        package let name: String
        let part: String
    }

    /// In the order of their tabs.
    package let sheets: [Sheet]
    private let archive: ZipArchive
    private let sharedStrings: SharedStrings

    /// Opens a workbook, lists its sheets and reads its shared texts.
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

    /// Reads a sheet's rows in order; rows that aren't stored are left out.
    ///
    /// - Throws: What `body` throws; ``BrokenWorkbook``, which may come after the last row.
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
