import PipelineKit
import TicketExport

/// The server writes the format, and its bytes go into the file as they come: constant memory.
struct Copy: ExportStrategy {
    let name = "copy"
    let about = "COPY writes the rows as CSV, and their bytes go into the file as they come"
    let nominalUnitsPerSecond: Double? = 900_000
    let demand: ExportCounter.Demand?

    #if PostgreSQL
        func export(
            _ selection: TicketSelection, as format: ExportFormat,
            from connection: Connection, of context: TrialContext,
            to writer: inout DelimitedWriter
        ) throws {
            let query = selection.select(.whole).literalSQL
            let form = "FORMAT csv, \(format.copyOptions)"
            // The server sends a row a message, whatever line ends are quoted in it.
            try connection.forEachCopiedRow(of: "COPY (\(query)) TO STDOUT WITH (\(form))") { row in
                if format == .txt { try check(row, number: writer.rowCount + 1) }
                return try writer.addRow(written: row)
            }
        }

        /// A quoted row of a text file would be another value than the column's.
        private func check(_ row: UnsafeRawBufferPointer, number: Int) throws {
            guard row.first == ExportFormat.impossibleQuote else { return }
            throw WorkerError(
                .badSetting,
                "row \(number) has a line end or a control character within, which format 'txt'"
                    + " can't hold; choose csv or tsv")
        }
    #endif
}

#if PostgreSQL
    extension ExportFormat {
        /// Stands where a text file, which knows no quotes, would need one.
        fileprivate static let impossibleQuote: UInt8 = 1

        /// Delimiter and quote, as COPY takes them.
        fileprivate var copyOptions: String {
            switch self {
            case .csv: "DELIMITER ',', QUOTE '\"'"
            case .tsv: "DELIMITER E'\\t', QUOTE '\"'"
            // One column: nothing in it is to be taken for a delimiter.
            case .txt: "DELIMITER E'\\x02', QUOTE E'\\x0\(Self.impossibleQuote)'"
            }
        }
    }
#endif
