import PipelineKit
import TicketExport

/// A strategy that writes with libxlsxwriter, in one of its two modes.
struct LibraryExport: Strategy {
    /// The part of a workbook that is in memory while it is written.
    enum Holding {
        /// Every cell until the workbook is closed, the library's default.
        case wholeWorkbook
        /// One row; earlier rows are in a temporary file, as text.
        case oneRow
    }

    let holding: Holding

    init(_ holding: Holding) {
        self.holding = holding
    }

    var name: String {
        switch holding {
        case .wholeWorkbook: "dom"
        case .oneRow: "constant-memory"
        }
    }

    var about: String {
        switch holding {
        case .wholeWorkbook: "libxlsxwriter's default: every cell in memory until the end"
        case .oneRow: "libxlsxwriter's constant_memory: one row in memory, sheets in temp files"
        }
    }

    var nominalUnitsPerSecond: Double? {
        holding == .wholeWorkbook ? 50_000 : 80_000
    }

    var nominalBytesPerUnit: Double? { holding == .wholeWorkbook ? 1_400 : nil }
}

#if XLSX
    extension LibraryExport: WorkbookStrategy {
        func workbook(
            in file: ExportFile, progress: TrialProgress
        ) throws -> LibraryWorkbook {
            try LibraryWorkbook(file, holding: holding, progress: progress)
        }
    }
#else
    extension LibraryExport: StrategyWithoutXLSX {}
#endif
