import GRDB
import PipelineKit
import TicketExport
import TicketReading

/// A strategy of this pipeline: what they share is around the rows, not in how they come.
protocol SQLiteExportStrategy: Strategy {
    /// Asked after every row; nil wants them all.
    var demand: ExportCounter.Demand? { get }

    /// Gives the selected rows to the writer, in order, until they end or no more are wanted.
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
