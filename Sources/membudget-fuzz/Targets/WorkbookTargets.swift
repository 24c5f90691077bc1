#if XLSX
    import Files
    import XLSXReader

    /// Readers of Excel workbooks.
    enum WorkbookTargets {
        static let all = [parts, archive]

        /// The parts of a good workbook, by name.
        private static let good = [
            "xl/workbook.xml":
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Tickets\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels":
                "<Relationships><Relationship Id=\"r1\" Type=\"t/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"t/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
            "xl/sharedStrings.xml":
                "<sst count=\"2\" uniqueCount=\"2\"><si><t>id</t></si><si><r><t>na</t></r><r><t>me</t></r></si></sst>",
            "xl/worksheets/sheet1.xml":
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>12.5</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData></worksheet>",
        ]

        /// A target that changes one part inside a valid archive.
        private static let parts = FuzzTargetMaker(
            "xlsx-part", seeds: { _ in good.values.sorted().map { Array($0.utf8) } },
            run: { input, place in
                let text = String(decoding: input.prefix(2_000), as: UTF8.self)
                var contents = good.mapValues { Array($0.utf8) }
                contents[Self.part(of: text)] = input
                try Self.read(try place.write(StoredZip.archive(contents), to: "book.xlsx"))
            })

        /// A target that changes the archive itself.
        private static let archive = FuzzTargetMaker(
            "xlsx-archive",
            seeds: { _ in [StoredZip.archive(good.mapValues { Array($0.utf8) })] },
            run: { input, place in try Self.read(try place.write(input, to: "book.xlsx")) })

        private static func part(of text: String) -> String {
            switch text {
            case _ where text.contains("<sst"): "xl/sharedStrings.xml"
            case _ where text.contains("<Relationship"): "xl/_rels/workbook.xml.rels"
            case _ where text.contains("<workbook"): "xl/workbook.xml"
            default: "xl/worksheets/sheet1.xml"
            }
        }

        private static func read(_ path: String) throws {
            let book = try XLSXWorkbook(path: path)
            for sheet in book.sheets { try book.forEachRow(of: sheet) { _ in } }
        }
    }

    /// A builder of ZIP archives of uncompressed files.
    enum StoredZip {
        static func archive(_ files: [String: [UInt8]]) -> [UInt8] {
            var archive: [UInt8] = []
            var directory: [UInt8] = []
            for (name, contents) in files.sorted(by: { $0.key < $1.key }) {
                let sizes = word(checksum(contents)) + word(UInt32(contents.count))
                let facts: [UInt8] =
                    [20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + sizes + word(UInt32(contents.count))
                    + [UInt8(name.utf8.count), 0, 0, 0]
                directory +=
                    word(0x0201_4B50) + [20, 0] + facts + [UInt8](repeating: 0, count: 10)
                    + word(UInt32(archive.count)) + Array(name.utf8)
                archive += word(0x0403_4B50) + facts + Array(name.utf8) + contents
            }
            let count = UInt8(files.count)
            let end: [UInt8] =
                word(0x0605_4B50) + [0, 0, 0, 0, count, 0, count, 0]
                + word(UInt32(directory.count)) + word(UInt32(archive.count)) + [0, 0]
            return archive + directory + end
        }

        private static func word(_ value: UInt32) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }

        /// Returns the CRC-32 of bytes, computed bit by bit.
        private static func checksum(_ bytes: [UInt8]) -> UInt32 {
            ~bytes.reduce(~0) { sum, byte in
                (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                    sum >> 1 ^ (sum & 1 == 0 ? 0 : 0xEDB8_8320)
                }
            }
        }
    }
#endif
