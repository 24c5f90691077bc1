#if XLSX
    /// The XML around a workbook's rows: the start and end of a sheet, and the other parts.
    enum WorkbookXML {
        static let sheetStart: StaticString = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            """
        static let sheetEnd: StaticString = "</sheetData></worksheet>"

        /// Returns the start of a cell's reference, `<c r="AB`, for a column from 0 to 701, `ZZ`.
        @inline(__always)
        static func cellStart(column: Int) -> ShortText {
            var start = cell
            if column >= 26 { start.append(letter(column / 26 - 1)) }
            start.append(letter(column % 26))
            return start
        }

        private static let cell = ShortText("<c r=\"")

        @inline(__always)
        private static func letter(_ number: Int) -> UInt8 {
            UInt8(ascii: "A") + UInt8(truncatingIfNeeded: number)
        }

        /// Returns a sheet's path within `xl`, by its number from 1.
        static func sheetName(_ number: Int) -> String {
            "worksheets/sheet\(number).xml"
        }

        /// Returns every part except the sheets.
        ///
        /// - Parameter titles: The sheets' titles, without characters that XML must escape.
        static func all(titles: [String]) -> [(name: String, text: String)] {
            [
                ("[Content_Types].xml", contentTypes(titles.count)),
                ("_rels/.rels", packageRelationships),
                ("xl/workbook.xml", workbook(titles)),
                ("xl/_rels/workbook.xml.rels", workbookRelationships(titles.count)),
            ]
        }

        private static let declaration =
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        private static let package = "http://schemas.openxmlformats.org/package/2006"
        private static let relationships =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        private static let spreadsheet =
            "application/vnd.openxmlformats-officedocument.spreadsheetml"

        private static func contentTypes(_ sheetCount: Int) -> String {
            let sheets = (1...sheetCount).map {
                "<Override PartName=\"/xl/\(sheetName($0))\""
                    + " ContentType=\"\(spreadsheet).worksheet+xml\"/>"
            }
            return declaration + "<Types xmlns=\"\(package)/content-types\">"
                + "<Default Extension=\"rels\""
                + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\""
                + " ContentType=\"\(spreadsheet).sheet.main+xml\"/>"
                + sheets.joined() + "</Types>"
        }

        private static let packageRelationships =
            declaration
            + "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\""
            + " Type=\"\(relationships)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"

        private static func workbook(_ titles: [String]) -> String {
            let sheets = titles.enumerated().map { index, title in
                "<sheet name=\"\(title)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
            }
            return declaration
                + "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                + " xmlns:r=\"\(relationships)\"><sheets>" + sheets.joined()
                + "</sheets></workbook>"
        }

        private static func workbookRelationships(_ sheetCount: Int) -> String {
            let sheets = (1...sheetCount).map {
                "<Relationship Id=\"rId\($0)\" Type=\"\(relationships)/worksheet\""
                    + " Target=\"\(sheetName($0))\"/>"
            }
            return declaration + "<Relationships xmlns=\"\(package)/relationships\">"
                + sheets.joined() + "</Relationships>"
        }
    }
#endif
