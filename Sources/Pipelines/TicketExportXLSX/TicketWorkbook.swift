#if XLSX
    package import GRDB
    package import PipelineKit
    package import TicketExport
    import TicketReading

    /// A workbook of tickets written to a file, for callers that have the database open.
    ///
    /// ```swift
    /// import PipelineKit
    /// import TicketExport
    /// import TicketReading
    ///
    /// func write(_ progress: TrialProgress) throws {
    ///     try TicketDatabase.reading("shop.sqlite") { database in
    ///         let workbook = try TicketWorkbook.write(
    ///             TicketSelection(query: .all), from: database, toFileAt: "tickets.xlsx",
    ///             named: "tickets.xlsx", progress: progress)
    ///         print(workbook?.rowCount ?? 0)
    ///     }
    /// }
    /// ```
    package struct TicketWorkbook: Hashable, Sendable {
        /// The number of rows in it.
        package let rowCount: Int
        /// The number of rows that a workbook can't hold, which were left out.
        package let rejectedCount: Int

        /// Writes the selected tickets to a file, as strategy `streamed` does.
        ///
        /// - Parameters:
        ///   - name: The file's name in error messages.
        ///   - progress: Counts rows as they are written.
        /// - Returns: `nil` if no ticket is selected; nothing is written then.
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
