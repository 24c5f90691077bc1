import PipelineKit
import TicketExport

/// Rows as XML straight into the compressor, the compressor's output straight into the file.
struct StreamedExport: Strategy {
    let name = "streamed"
    let about = "each row's XML straight into the archive: constant memory, no temporary files"
    let nominalUnitsPerSecond: Double? = 180_000
    /// Bytes of XML that a sheet has at most, and a row more; tests have smaller ones.
    var sheetByteCountMax = SheetLimits.byteCountMax
}

#if XLSX
    extension StreamedExport: WorkbookStrategy {
        func workbook(
            in file: ExportFile, progress: TrialProgress
        ) throws -> StreamedWorkbook {
            try StreamedWorkbook(
                path: file.temporaryPath, name: file.path, sheetByteCountMax: sheetByteCountMax)
        }
    }
#else
    extension StreamedExport: StrategyWithoutXLSX {}
#endif
