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

extension DelimitedWriter {
    /// Writes the cursor's current row and says whether another is wanted.
    @inline(__always)
    mutating func addRow(_ cursor: borrowing TicketCursor, columns: ColumnKinds) throws -> Bool {
        for column in 0..<columns.count {
            // What a column holds is asked only where it matters: the question costs as much as
            // the answer.
            if columns.isInteger(column), cursor.isInteger(column) {
                try addField(cursor.integer(column))
            } else {
                try addField(cursor.text(column))
            }
        }
        return endRow()
    }
}

/// Which columns of a query hold whole numbers, for a loop over every field.
struct ColumnKinds {
    let count: Int32
    private let integers: UInt32

    init(_ query: TicketQuery) {
        count = Int32(query.columns.count)
        integers = query.columns.enumerated().reduce(0) { mask, column in
            column.element.isInteger ? mask | 1 << UInt32(column.offset) : mask
        }
    }

    @inline(__always)
    func isInteger(_ column: Int32) -> Bool {
        integers >> UInt32(column) & 1 == 1
    }
}
