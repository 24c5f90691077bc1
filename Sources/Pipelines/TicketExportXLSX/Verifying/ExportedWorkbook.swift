#if XLSX
    import Glibc
    import MemoryBudget
    import PipelineKit
    import TicketExport
    import TicketReading
    import XLSXReader

    /// The verification of an exported workbook.
    enum ExportedWorkbook {
        /// Counts and digests the rows of all sheets; a missing file has no rows.
        ///
        /// - Throws: ``WorkerError`` with code `io` for a workbook that is broken or has a wrong
        ///   layout.
        static func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
            let selection = TicketSelection(artefact.settings)
            let found = try digest(of: artefact.output, columns: selection.query.columns)
            return try selection.outcome(found: found) {
                try TicketDatabase.reading(artefact.input) { database in
                    try TicketDatabase.digest(of: selection, in: database)
                }
            }
        }

        private static func digest(
            of path: String, columns: [Ticket.Column]
        ) throws -> RowDigest {
            var digest = RowDigest()
            guard access(path, F_OK) == 0 else { return digest }
            do {
                let workbook = try XLSXWorkbook(path: path)
                for sheet in workbook.sheets {
                    digest.merge(
                        try self.digest(of: sheet, in: workbook, path: path, columns: columns))
                }
            } catch let error as BrokenWorkbook {
                throw WorkerError(.io, error.description)
            }
            return digest
        }

        private static func digest(
            of sheet: XLSXWorkbook.Sheet, in workbook: borrowing XLSXWorkbook, path: String,
            columns: [Ticket.Column]
        ) throws -> RowDigest {
            func wrong(_ reason: String) -> WorkerError {
                WorkerError(.io, "sheet '\(sheet.name)' of '\(path)' \(reason)")
            }
            var digest = RowDigest()
            var rowCount = 0
            try workbook.forEachRow(of: sheet) { row in
                rowCount += 1
                guard row.number == rowCount else { throw wrong("has no row \(rowCount)") }
                if rowCount > 1 {
                    digest.add(hash(of: row, columns: columns))
                } else if !isHeader(row, columns: columns) {
                    throw wrong("does not begin with the column names")
                }
            }
            guard rowCount > 0 else { throw wrong("is empty") }
            guard rowCount <= SheetLimits.rowCountMax else {
                throw wrong("has more rows than a sheet can hold")
            }
            return digest
        }

        private static func isHeader(_ row: SheetRow, columns: [Ticket.Column]) -> Bool {
            guard row.columnCount == columns.count else { return false }
            return columns.indices.allSatisfy { index in
                guard case .text(let bytes) = row[index] else { return false }
                return bytes.elementsEqual(columns[index].rawValue.utf8)
            }
        }

        /// Hashes a row, including cells after the last column: no correct row has one.
        private static func hash(of row: SheetRow, columns: [Ticket.Column]) -> RowHash {
            var hash = RowHash()
            for index in 0..<max(columns.count, row.columnCount) {
                let isInteger = index < columns.count && columns[index].isInteger
                add(row[index], isInteger: isInteger, to: &hash)
            }
            return hash
        }

        /// Hashes a cell's text, like the text of other exports.
        ///
        /// A cell whose type isn't the column's is hashed as a blob, so that it differs.
        private static func add(_ cell: SheetCell, isInteger: Bool, to hash: inout RowHash) {
            switch cell {
            case .empty:
                hash.addField("")
            case .text(let bytes) where !isInteger:
                hash.addField(bytes)
            case .number(let bytes) where isInteger:
                guard let number = wholeNumber(bytes) else { fallthrough }
                hash.addField(String(number))
            case .text(let bytes), .number(let bytes), .other(let bytes):
                hash.addField(blob: bytes)
            }
        }

        /// Returns the value of a number's text, which may be written as `1E+5`.
        private static func wholeNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
            let text = String(decoding: bytes, as: UTF8.self)
            return Int64(text) ?? Double(text).flatMap(Int64.init(exactly:))
        }
    }
#endif
