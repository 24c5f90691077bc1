import PipelineKit
import TicketExport

/// A strategy that writes each row's XML, compressed on a second thread, directly into the file.
struct StreamedExport: Strategy {
    let name = "streamed"
    var about: String {
        "each row's XML directly into the archive, compressed by \(compressor.name): constant"
            + " memory, no temporary files"
    }
    var nominalUnitsPerSecond: Double? { compressor == .isal ? 800_000 : 220_000 }
    /// The maximum bytes of XML per sheet, which the last row may exceed; smaller in tests.
    var sheetByteCountMax = SheetLimits.byteCountMax
    /// The library that compresses: by default the fastest one in this build.
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
