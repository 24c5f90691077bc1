package import MemoryBudget
package import PipelineKit
import TicketExport

/// The verification of a delimited export of tickets from an SQLite database.
package enum ExportCheck {
    /// Reads an export back, and compares it with the database if a manifest has no expectation for
    /// it.
    ///
    /// ```swift
    /// import MemoryBudget
    /// import PipelineKit
    ///
    /// func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
    ///     try ExportCheck.outcome(of: artefact)
    /// }
    /// ```
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
