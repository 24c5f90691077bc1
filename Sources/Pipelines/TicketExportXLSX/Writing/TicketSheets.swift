#if XLSX
    import PipelineKit
    import TicketExport
    import TicketReading

    /// Puts tickets into the sheets of a workbook, each beginning with the column names; a full one
    /// is followed by the next.
    struct TicketSheets<Output: WorkbookOutput> {
        private let workbook: Output
        private let columns: [Ticket.Column]
        private let areIntegers: [Bool]
        /// The row's cells, valid until the cursor's next step.
        private var cells: [TicketCell]
        private let rowCountMax: Int
        private var sheetCount = 0
        /// Of the sheet, its header included.
        private var rowCount = 0

        /// Begins the first sheet.
        init(in workbook: Output, columns: [Ticket.Column], rowCountMax: Int) throws {
            self.workbook = workbook
            self.columns = columns
            self.rowCountMax = rowCountMax
            areIntegers = columns.map(\.isInteger)
            cells = Array(repeating: .empty, count: columns.count)
            try beginSheet()
        }

        /// Adds the rows from the one that a cursor has come to, and counts those that were added.
        ///
        /// - Parameter onRejected: Told of each row that is rejected, with its position from 1.
        /// - Returns: How many rows were added.
        @discardableResult
        mutating func addRows(
            of cursor: borrowing TicketCursor, progress: TrialProgress,
            onRejected: (_ position: Int, _ cell: RejectedCell) throws -> Void
        ) throws -> Int {
            var counter = ExportCounter(progress)
            var position = 0
            repeat {
                position += 1
                if let rejection = try addRow(cursor) {
                    try onRejected(position, rejection)
                } else {
                    _ = counter.countRow()
                }
            } while try cursor.step()
            counter.report()
            return counter.rowCount
        }

        /// Adds the row that a cursor has come to, unless it is rejected.
        ///
        /// - Returns: Why it is rejected; then nothing of it is in the sheet.
        private mutating func addRow(_ cursor: borrowing TicketCursor) throws -> RejectedCell? {
            // Before the first cell is added, because none can be taken back.
            for index in cells.indices {
                let cell = TicketCell(
                    cursor, column: Int32(truncatingIfNeeded: index), isInteger: areIntegers[index])
                if case .rejected(let rejection) = cell {
                    return RejectedCell(column: columns[index], rejection: rejection)
                }
                cells[index] = cell
            }
            if rowCount == rowCountMax || workbook.isSheetFull { try beginSheet() }
            rowCount += 1
            try workbook.beginRow(rowCount)
            var isEmpty = true
            for index in cells.indices where try addCell(index) {
                isEmpty = false
            }
            if isEmpty { try workbook.addEmpty(column: 0) }
            try workbook.endRow()
            return nil
        }

        private mutating func beginSheet() throws {
            sheetCount += 1
            try workbook.beginSheet(named: "Tickets \(sheetCount)")
            try workbook.beginRow(1)
            for (index, column) in columns.enumerated() {
                try column.rawValue.withCString { start in
                    let bytes = UnsafeRawBufferPointer(
                        start: start, count: column.rawValue.utf8.count)
                    try workbook.add(bytes, column: index)
                }
            }
            try workbook.endRow()
            rowCount = 1
        }

        /// Adds a cell unless it is empty; says whether it did.
        @inline(__always)
        private func addCell(_ index: Int) throws -> Bool {
            switch cells[index] {
            case .empty, .rejected: return false
            case .integer(let number): try workbook.add(number, column: index)
            case .text(let text): try workbook.add(text, column: index)
            case .escaped(let escaped):
                // The NUL is behind the text, not in it.
                try escaped.dropLast().withUnsafeBytes { try workbook.add($0, column: index) }
            }
            return true
        }
    }
#endif
