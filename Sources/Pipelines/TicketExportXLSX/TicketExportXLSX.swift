package import MemoryBudget
package import PipelineKit
import TicketExport

/// A pipeline that exports tickets of an SQLite database to an Excel workbook.
///
/// ```swift
/// let pipeline = TicketExportXLSX()
/// print(pipeline.strategies.map(\.name))  // dom, constant-memory, streamed
/// ```
package struct TicketExportXLSX: Pipeline {
    /// Creates the pipeline.
    package init() {}

    /// The name in scenarios.
    package let name = "ticket-export-xlsx"
    /// The description in lists.
    package let about = "tickets of an SQLite database into an XLSX workbook"
    /// The unit of progress.
    package let unit = "tickets"
    /// The maximum output per byte of input: the library's temporary files hold a sheet
    /// uncompressed.
    package let outputBytesPerInputByte: Double? = 6.5
    /// The kind of the generated database.
    package let datasetKinds = ["tickets"]
    /// The settings, which select the tickets.
    package let parameters = TicketSelection.parameters
    /// The strategies, from the naive one to the recommended one.
    package var strategies: [any Strategy] {
        [LibraryExport(.wholeWorkbook), LibraryExport(.oneRow), StreamedExport()]
    }

    /// Reads the workbook back and checks it.
    package func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        #if XLSX
            try ExportedWorkbook.verify(artefact)
        #else
            throw WorkerError(.unavailable, "cannot verify a workbook: \(withoutXLSX)")
        #endif
    }
}
