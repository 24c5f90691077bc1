import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy of this pipeline; strategies differ only in how they read the rows.
protocol SQLiteExportStrategy: Strategy {
    /// Called after each row; `nil` if every row is wanted.
    var demand: ExportCounter.Demand? { get }

    /// Writes the selected rows in order, until they end or no more are wanted.
    func export(
        _ selection: TicketSelection, from database: Database, of context: TrialContext,
        to writer: inout DelimitedWriter
    ) throws
}

extension SQLiteExportStrategy {
    /// Reads the settings, opens the database, lets the strategy export, and publishes the file.
    func run(_ context: TrialContext) async throws {
        let selection = TicketSelection(context.settings)
        let format = try ExportFormat(context.settings, for: selection.query)
        var writer = try DelimitedWriter(
            context, selection: selection, format: format, demand: demand)
        try TicketDatabase.reading(context.input) { database in
            try export(selection, from: database, of: context, to: &writer)
        }
        try writer.finish()
    }
}
