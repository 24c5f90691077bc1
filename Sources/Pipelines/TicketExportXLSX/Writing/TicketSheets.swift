#if XLSX
    import PipelineKit
    import TicketExport
    import TicketReading

    /// The sheets of a workbook of tickets, each with a header; a full sheet is followed by the
    /// next.
    struct TicketSheets<Output: WorkbookOutput> {
        private let workbook: Output
        private let columns: [Ticket.Column]
        private let areIntegers: [Bool]
        /// The current row's cells, valid until the cursor's next step.
        private var cells: [TicketCell]
        private let rowCountMax: Int
        private var sheetCount = 0
        /// The number of rows in the current sheet, including its header.
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

        /// Adds the rows from the cursor's current one on, and counts those that were added.
        ///
        /// - Parameter onRejected: Called for each rejected row, with its position from 1.
        /// - Returns: The number of rows added.
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

        /// Adds the cursor's current row, unless it is rejected.
        ///
        /// - Returns: The rejected cell; nothing of its row is in the sheet then.
        private mutating func addRow(_ cursor: borrowing TicketCursor) throws -> RejectedCell? {
            // All cells are checked before the first is added, because none can be removed.
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

        /// Adds a cell unless it is empty, and returns whether it did.
        @inline(__always)
        private func addCell(_ index: Int) throws -> Bool {
            switch cells[index] {
            case .empty, .rejected: return false
            case .integer(let number): try workbook.add(number, column: index)
            case .text(let text): try workbook.add(text, column: index)
            case .escaped(let escaped):
                // The NUL follows the text and isn't part of it.
                try escaped.dropLast().withUnsafeBytes { try workbook.add($0, column: index) }
            }
            return true
        }
    }
#endif
