package import MemoryBudget
package import PipelineKit
package import TicketExport
import TicketReading

/// Tickets of an SQLite database into a CSV, TSV or text file.
package struct TicketExportSQLite: Pipeline {
    private let demand: ExportCounter.Demand?

    /// Makes the pipeline.
    ///
    /// - Parameter demand: Asked after every row with their number; false ends the export with what
    ///   it has. Without one every row is wanted.
    package init(demand: ExportCounter.Demand? = nil) {
        self.demand = demand
    }

    /// The name in scenarios.
    package let name = "ticket-export"
    /// The line in lists.
    package let about = "tickets of an SQLite database into a CSV, TSV or text file"
    /// Tickets.
    package let unit = "tickets"
    /// Text is a little longer than what it was stored as.
    package let outputBytesPerInputByte: Double? = 1.2
    /// The generated database.
    package let datasetKinds = ["tickets"]
    /// What is exported, how, and how many rows a batch holds.
    package let parameters =
        TicketSelection.parameters + [ExportFormat.parameter, TicketSelection.batchParameter]
    /// From the naive one to ours.
    package var strategies: [any Strategy] {
        [
            FetchAll(demand: demand), LimitOffset(demand: demand), Keyset(demand: demand),
            Cursor(demand: demand),
        ]
    }

    /// Reads the export back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        try ExportCheck.outcome(of: artefact)
    }
}
