package import MemoryBudget
package import PipelineKit
import TicketExport

/// The check of a delimited export of tickets from an SQLite database.
package enum ExportCheck {
    /// Reads an export back, and compares it with the database where no manifest can know.
    ///
    /// - Throws: ``WorkerError`` if the export or the database is broken.
    package static func outcome(of artefact: Artefact) throws -> VerifiedOutcome {
        let selection = TicketSelection(artefact.settings)
        let format = try ExportFormat(artefact.settings, for: selection.query)
        let file = ExportedFile(path: artefact.output, format: format, query: selection.query)
        return try selection.outcome(found: try file.digest()) {
            try TicketDatabase.reading(artefact.input) { database in
                try TicketDatabase.digest(of: selection, in: database)
            }
        }
    }
}
