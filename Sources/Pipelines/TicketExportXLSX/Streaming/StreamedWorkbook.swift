#if XLSX
    import PipelineKit

    /// A workbook whose rows are compressed as they come, with nothing kept in memory or files.
    ///
    /// Texts are written in their cells, not in a table of shared strings, which would be in
    /// memory.
    final class StreamedWorkbook: WorkbookOutput {
        private let archive: any ArchiveOutput
        private let xml: XMLBuffer
        private var titles: [String] = []
        /// The row's number, the second half of its cells' references.
        private var rowNumber = ShortText(0)
        private let sheetByteCountMax: Int

        /// Starts a workbook in the file at a path.
        ///
        /// - Parameter name: The file's name in error messages.
        init(
            path: String, name: String, sheetByteCountMax: Int,
            compressor: Compressor = .fastest
        ) throws {
            self.sheetByteCountMax = sheetByteCountMax
            archive = try ArchiveThread { () throws(WorkerError) in
                try ZipWriter(path: path, name: name, compressor: compressor)
            }
            xml = XMLBuffer(archive)
        }

        var isSheetFull: Bool { xml.byteCount > sheetByteCountMax }

        func beginSheet(named title: String) throws {
            try endSheet()
            titles.append(title)
            try archive.beginPart("xl/" + WorkbookXML.sheetName(titles.count))
            xml.byteCount = 0
            try xml.append(WorkbookXML.sheetStart)
        }

        @inline(__always)
        func beginRow(_ number: Int) throws {
            rowNumber = ShortText(number)
            try xml.append("<row r=\"")
            try xml.append(rowNumber)
            try xml.append("\">")
        }

        @inline(__always)
        func add(_ text: UnsafeRawBufferPointer, column: Int) throws {
            try beginCell(column)
            try xml.append("\" t=\"inlineStr\"><is><t")
            // Without the attribute, readers drop whitespace at the ends.
            if isBlank(text.first) || isBlank(text.last) {
                try xml.append(" xml:space=\"preserve\"")
            }
            try xml.append(">")
            try xml.append(escaping: text)
            try xml.append("</t></is></c>")
        }

        @inline(__always)
        func add(_ number: Int64, column: Int) throws {
            try beginCell(column)
            try xml.append("\"><v>")
            try xml.append(number)
            try xml.append("</v></c>")
        }

        func addEmpty(column: Int) throws {
            try add(UnsafeRawBufferPointer(start: nil, count: 0), column: column)
        }

        @inline(__always)
        func endRow() throws {
            try xml.append("</row>")
        }

        func finish() throws {
            try endSheet()
            for (name, text) in WorkbookXML.all(titles: titles) {
                try archive.beginPart(name)
                var text = text
                try text.withUTF8 { try archive.write(UnsafeRawBufferPointer($0)) }
                try archive.endPart()
            }
            try archive.close()
        }

        private func endSheet() throws {
            guard !titles.isEmpty else { return }
            try xml.append(WorkbookXML.sheetEnd)
            try xml.flush()
            try archive.endPart()
        }

        /// Begins a cell by its reference, `AB12`, and leaves the attribute's quotes open.
        @inline(__always)
        private func beginCell(_ column: Int) throws {
            try xml.append(WorkbookXML.cellStart(column: column))
            try xml.append(rowNumber)
        }

        @inline(__always)
        private func isBlank(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return byte <= UInt8(ascii: " ")
        }
    }
#endif
