#if XLSX
    import PipelineKit
    import TicketExport
    import TicketReading

    /// A strategy of this pipeline; strategies differ only in how they write the workbook.
    protocol WorkbookStrategy: Strategy {
        associatedtype Output: WorkbookOutput

        /// Starts a workbook in an empty file.
        func workbook(in file: ExportFile, progress: TrialProgress) throws -> Output
    }

    extension WorkbookStrategy {
        func run(_ context: TrialContext) async throws {
            try export(context)
        }

        /// Writes the selected tickets, row by row, to a workbook that appears when it is complete.
        ///
        /// A row counts as done when the workbook has taken it; the work at a workbook's end has
        /// phases of its own.
        /// - Parameter sheetRowCountMax: The maximum rows per sheet, including its header; smaller
        ///   in tests.
        func export(
            _ context: TrialContext, sheetRowCountMax: Int = SheetLimits.rowCountMax
        ) throws {
            let selection = TicketSelection(context.settings)
            context.progress.phase("write")
            try TicketDatabase.reading(context.input) { database in
                let cursor = try TicketCursor(database, select: selection.select(.whole))
                guard try cursor.step() else { return selection.sayEmpty() }
                let file = try ExportFile(at: context.output)
                let workbook = try workbook(in: file, progress: context.progress)
                var sheets = try TicketSheets(
                    in: workbook, columns: selection.query.columns, rowCountMax: sheetRowCountMax)
                try sheets.addRows(of: cursor, progress: context.progress) { position, rejection in
                    try context.rejected.add(line: position, reason: rejection.description)
                }
                try workbook.finish()
                try file.publish()
            }
        }
    }
#endif
