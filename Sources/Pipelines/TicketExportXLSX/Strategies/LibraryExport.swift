import PipelineKit
import TicketExport

/// An export through libxlsxwriter; two strategies differ in what it holds in memory.
struct LibraryExport: Strategy {
    /// What of a workbook is in memory while it is written.
    enum Holding {
        /// Every cell, until the workbook is closed: the library's default.
        case wholeWorkbook
        /// One row; those before it are in a temporary file, as text.
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
        case .oneRow: "libxlsxwriter's constant_memory: a row in memory, sheets in temporary files"
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
