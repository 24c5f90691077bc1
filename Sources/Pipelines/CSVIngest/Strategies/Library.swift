import GRDB
import PipelineKit
import SwiftCSV

/// A strategy that uses SwiftCSV, a common choice, which loads the whole file.
///
/// SwiftCSV drops spaces before a field, and takes a quote after them for an opening one. Such rows
/// are stored wrong, which verification reports: a true finding about the library. It also takes a
/// line of `""` for a blank one. Where it is strict, the run ends with an error. It doesn't count
/// lines, so rows are rejected by record number.
struct Library: IngestStrategy {
    let name = "library"
    let about =
        "SwiftCSV, the whole file as rows of strings, then one transaction;"
        + " drops spaces before a field, so files with such spaces fail verification"
    let nominalUnitsPerSecond: Double? = 20_000

    func ingest(_ context: TrialContext, into store: RowStore) throws {
        context.progress.phase("parse")
        let rows = try goodRows(of: context, table: store.table)
        context.progress.phase("insert")
        try store.queue.write { database in
            for row in rows {
                try store.table.insert(row, into: database)
                context.progress.advance()
            }
        }
    }

    private func goodRows(of context: TrialContext, table: TableSchema) throws -> [[String]] {
        let collected = Collected()
        do {
            let csv = try open(context.input)
            // Its rows are padded to one length; only here is the true number of fields known.
            try csv.enumerateAsArray(startAt: 1, rowLimit: nil) {
                collected.add($0, context: context, table: table)
            }
        } catch let error as CSVParseError {
            throw WorkerError(
                .badSetting, "SwiftCSV can't read '\(context.input)'", underlying: error)
        }
        if let failure = collected.failure { throw failure }
        return collected.rows
    }

    private func open(_ path: String) throws -> CSV<Enumerated> {
        let bytes = try ChunkedFileReader(path: path).readAll()
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw WorkerError(
                .badSetting, "SwiftCSV can't read '\(path)': it is not all valid UTF-8")
        }
        // Without a final line end, SwiftCSV loses an empty last field.
        if let last = text.utf8.last, last != UInt8(ascii: "\n") { text += "\n" }
        return try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    }

    /// The results that the library's callback, which can't throw, gathers.
    private final class Collected {
        var rows: [[String]] = []
        var failure: (any Error)?
        private var recordNumber = 1
        private static let position = "(the position is a record number, not a line number)"

        private func lineBreakCount(of row: [String]) -> Int {
            row.reduce(0) { count, field in
                count + field.utf8.count { $0 == UInt8(ascii: "\n") }
            }
        }

        func add(_ row: [String], context: TrialContext, table: TableSchema) {
            guard row != [""] else { return }
            recordNumber += 1
            do {
                if let rejection = table.rejection(of: row) {
                    try context.rejected.add(
                        line: recordNumber, reason: "\(rejection) \(Self.position)")
                } else {
                    let count = lineBreakCount(of: row)
                    if count >= RecordExtent.usualLineCountMax {
                        try context.rejected.remark(
                            line: recordNumber,
                            reason: "the record spans \(count) line breaks: a quote opens in it"
                                + " \(Self.position)")
                    }
                    rows.append(row)
                }
            } catch {
                failure = failure ?? error
            }
        }
    }
}
