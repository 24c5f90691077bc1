import PipelineKit
import TicketExport

/// A strategy of this pipeline; strategies differ only in how they read the rows.
protocol PostgreSQLExportStrategy: Strategy {
    /// Called after each row; `nil` if every row is wanted.
    var demand: ExportCounter.Demand? { get }

    #if PostgreSQL
        /// Writes the selected rows in order, until they end or no more are wanted.
        func export(
            _ selection: TicketSelection, from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws
    #endif
}

#if PostgreSQL
    extension PostgreSQLExportStrategy {
        /// Reads the settings, connects, lets the strategy export, and publishes the file.
        func run(_ context: TrialContext) async throws {
            let selection = TicketSelection(context.settings)
            let format = try ExportFormat(context.settings, for: selection.query)
            context.progress.phase("connect")
            let connection = try Connection(context.input)
            var writer = try DelimitedWriter(
                context, selection: selection, format: format, demand: demand)
            context.progress.phase("export")
            try export(selection, from: connection, of: context, to: &writer)
            try writer.finish()
        }
    }

    extension DelimitedWriter {
        /// Writes rows until they end, and returns whether another is wanted.
        @inline(__always)
        mutating func add(_ rows: borrowing Rows, columnCount: Int) throws -> Bool {
            for row in 0..<rows.count {
                for column in 0..<columnCount { try addField(rows.field(row, column: column)) }
                guard endRow() else { return false }
            }
            return true
        }
    }
#else
    extension PostgreSQLExportStrategy {
        var unavailableReason: String? { withoutPostgreSQL }

        func run(_ context: TrialContext) async throws {
            throw WorkerError(.unavailable, withoutPostgreSQL)
        }
    }
#endif
