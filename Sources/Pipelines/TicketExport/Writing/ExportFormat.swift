import MemoryBudget
package import PipelineKit

/// The format of an export; the raw value is the value of setting `format`.
package enum ExportFormat: String, CaseIterable, Hashable, Sendable {
    /// Comma-separated fields, after a line of column names.
    case csv
    /// Tab-separated fields, after a line of column names.
    case tsv
    /// One column, one value per line.
    case txt

    /// The declaration of setting `format`.
    package static let parameter = Parameter(
        name: "format", default: ExportFormat.csv.rawValue,
        about: "csv, tsv, or txt (one column, so only with query 'barcodes')",
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
                "format 'txt' holds one column, but query '\(query.rawValue)' has"
                    + " \(query.columns.count); choose csv, tsv or query 'barcodes'")
        }
        self = format
    }

    /// The byte between two fields; never written in `txt`, which has one column.
    package var delimiter: UInt8 {
        self == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    }

    /// Whether the column names come first.
    package var hasHeader: Bool {
        self != .txt
    }
}
