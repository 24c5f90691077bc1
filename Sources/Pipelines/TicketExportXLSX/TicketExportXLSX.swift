package import MemoryBudget
package import PipelineKit
import TicketExport

/// Tickets from an SQLite database into an Excel workbook.
package struct TicketExportXLSX: Pipeline {
    /// Makes the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "ticket-export-xlsx"
    /// The line in lists.
    package let about = "tickets from an SQLite table into an XLSX workbook"
    /// Tickets.
    package let unit = "tickets"
    /// The library's temporary files hold a sheet as text before it is compressed.
    package let outputBytesPerInputByte: Double? = 6.5
    /// The generated ticket database.
    package let datasetKinds = ["tickets"]
    /// Which tickets.
    package let parameters = TicketSelection.parameters
    /// From the naive one to ours.
    package var strategies: [any Strategy] {
        [LibraryExport(.wholeWorkbook), LibraryExport(.oneRow), StreamedExport()]
    }

    /// Reads the workbook back.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        #if XLSX
            try ExportedWorkbook.verify(artefact)
        #else
            throw WorkerError(.unavailable, "cannot verify a workbook: \(withoutXLSX)")
        #endif
    }
}
