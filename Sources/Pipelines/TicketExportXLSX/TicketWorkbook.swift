#if XLSX
    package import GRDB
    package import PipelineKit
    package import TicketExport
    import TicketReading

    /// A workbook of tickets for whoever has the database open, and a file for it.
    package struct TicketWorkbook: Hashable, Sendable {
        /// The rows in it.
        package let rowCount: Int
        /// The rows that no workbook can hold, which are not in it.
        package let rejectedCount: Int

        /// Writes the selected tickets as strategy `streamed` does, into the file at a path.
        ///
        /// - Parameters:
        ///   - name: What errors call the file.
        ///   - progress: Counts rows as they are written.
        /// - Returns: nil if no ticket is selected; then nothing is written.
        /// - Throws: `DatabaseError`; ``WorkerError`` with code `io`.
        package static func write(
            _ selection: TicketSelection, from database: Database, toFileAt path: String,
            named name: String, progress: TrialProgress
        ) throws -> TicketWorkbook? {
            let cursor = try TicketCursor(database, select: selection.select(.whole))
            guard try cursor.step() else { return nil }
            let workbook = try StreamedWorkbook(
                path: path, name: name, sheetByteCountMax: SheetLimits.byteCountMax)
            var sheets = try TicketSheets(
                in: workbook, columns: selection.query.columns,
                rowCountMax: SheetLimits.rowCountMax)
            var rejectedCount = 0
            let rowCount = try sheets.addRows(of: cursor, progress: progress) { _, _ in
                rejectedCount += 1
            }
            progress.reject(rejectedCount)
            try workbook.finish()
            return TicketWorkbook(rowCount: rowCount, rejectedCount: rejectedCount)
        }
    }
#endif
