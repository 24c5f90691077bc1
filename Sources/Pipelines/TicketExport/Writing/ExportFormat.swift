import MemoryBudget
package import PipelineKit

/// How an export is written; the raw value is the setting's word.
package enum ExportFormat: String, CaseIterable, Hashable, Sendable {
    /// Fields with commas between them, after a line of column names.
    case csv
    /// Fields with tabs between them, after a line of column names.
    case tsv
    /// One column, a line a value.
    case txt

    /// The setting.
    package static let parameter = Parameter(
        name: "format", default: ExportFormat.csv.rawValue,
        about: "csv, tsv, or txt (one column, so query 'barcodes' alone)",
        kind: .choice(allCases.map(\.rawValue)))

    /// Reads the setting that ``parameter`` declares.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if the query has more columns than the
    ///   format can hold.
    package init(_ settings: Settings, for query: TicketQuery) throws(WorkerError) {
        guard let format = ExportFormat(rawValue: settings.text("format")) else {
            preconditionFailure("setting 'format' is not declared as a choice of formats")
        }
        guard format != .txt || query.columns.count == 1 else {
            throw WorkerError(
                .badSetting,
                "format 'txt' holds one column and query '\(query.rawValue)' has"
                    + " \(query.columns.count); choose csv, tsv or query 'barcodes'")
        }
        self = format
    }

    /// What stands between two fields; `txt` has no two.
    package var delimiter: UInt8 {
        self == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    }

    /// Whether the column names come first.
    package var hasHeader: Bool {
        self != .txt
    }
}
