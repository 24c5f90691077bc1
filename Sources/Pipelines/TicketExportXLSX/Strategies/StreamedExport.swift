import PipelineKit
import TicketExport

/// Rows as XML into a compressor on a thread of its own, its output straight into the file.
struct StreamedExport: Strategy {
    let name = "streamed"
    var about: String {
        "each row's XML straight into the archive, compressed by \(compressor.name): constant memory,"
            + " no temporary files"
    }
    var nominalUnitsPerSecond: Double? { compressor == .isal ? 800_000 : 220_000 }
    /// Bytes of XML that a sheet has at most, and a row more; tests have smaller ones.
    var sheetByteCountMax = SheetLimits.byteCountMax
    /// The library that compresses: by default the fastest one of this build.
    var compressor = Compressor.fastest
}

#if XLSX
    extension StreamedExport: WorkbookStrategy {
        func workbook(
            in file: ExportFile, progress: TrialProgress
        ) throws -> StreamedWorkbook {
            try StreamedWorkbook(
                path: file.temporaryPath, name: file.path, sheetByteCountMax: sheetByteCountMax,
                compressor: compressor)
        }
    }
#else
    extension StreamedExport: StrategyWithoutXLSX {}
#endif
