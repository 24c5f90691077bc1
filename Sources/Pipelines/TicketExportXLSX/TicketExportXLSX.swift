public import MemoryBudget
public import PipelineKit
import TicketExport

/// Tickets from an SQLite database into an Excel workbook.
public struct TicketExportXLSX: Pipeline {
    /// Makes the pipeline.
    public init() {}

    /// The name in scenarios.
    public let name = "ticket-export-xlsx"
    /// The line in lists.
    public let about = "tickets from an SQLite table into an XLSX workbook"
    /// Tickets.
    public let unit = "tickets"
    /// The library's temporary files hold a sheet as text before it is compressed.
    public let outputBytesPerInputByte: Double? = 6.5
    /// The generated ticket database.
    public let datasetKinds = ["tickets"]
    /// Which tickets.
    public let parameters = TicketSelection.parameters
    /// From the naive one to ours.
    public var strategies: [any Strategy] {
        [LibraryExport(.wholeWorkbook), LibraryExport(.oneRow), StreamedExport()]
    }

    /// Reads the workbook back.
    public func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        #if XLSX
            try ExportedWorkbook.verify(artefact)
        #else
            throw WorkerError(.unavailable, "cannot verify a workbook: \(withoutXLSX)")
        #endif
    }
}
