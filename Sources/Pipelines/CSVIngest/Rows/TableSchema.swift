import PipelineKit
import SQLiteStore

/// The table that rows go to: its name, its columns and what their fields must be.
struct TableSchema: Hashable, Sendable {
    /// A column.
    struct Column: Hashable, Sendable {
        let name: String
        let type: ColumnType
    }

    let name: String
    let columns: [Column]

    /// The product feed, dataset kind `csv-rows`.
    static let products = TableSchema(
        name: "products",
        columns: [
            Column(name: "id", type: .integer(1...Int64.max)),
            Column(name: "sku", type: .nonEmptyText),
            Column(name: "name", type: .nonEmptyText),
            Column(name: "category", type: .nonEmptyText),
            Column(name: "price", type: .price),
            Column(name: "stock", type: .integer(0...Int64(Int32.max))),
            Column(name: "created_at", type: .date),
            Column(name: "updated_at", type: .date),
            Column(name: "description", type: .text),
        ])

    /// A user's own file, dataset kind `csv`: text columns, named by its header.
    static func input(header: [String]) -> TableSchema {
        TableSchema(
            name: "input", columns: uniqueNames(header).map { Column(name: $0, type: .text) })
    }

    /// Makes names unique whatever their case: an empty one becomes `column_N`, the second `a` `a_2`.
    static func uniqueNames(_ header: [String]) -> [String] {
        var taken: Set<String> = []
        return header.enumerated().map { index, name in
            // SQL text ends at a NUL.
            let wanted =
                name.isEmpty ? "column_\(index + 1)" : name.replacing("\0", with: "\u{FFFD}")
            var candidate = wanted
            var number = 2
            while !taken.insert(candidate.lowercased()).inserted {
                candidate = "\(wanted)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// The statement that makes the table.
    var creationSQL: String {
        let list = columns.map { "\(quoted($0.name)) \($0.type.sqlName)" }
        return "CREATE TABLE \(quoted(name)) (\(list.joined(separator: ", ")))"
    }

    /// The statement that inserts a row.
    var insertionSQL: String {
        SQLiteStore.insertionSQL(into: quoted(name), columnCount: columns.count)
    }

    /// The most columns that SQLite's tables take.
    static let columnCountMax = 2000

    /// The table for a dataset: fixed, or named by the input's header.
    ///
    /// - Throws: ``WorkerError``: no input, no header, or one that is not the feed's.
    static func of(datasetKind: String, input path: String) throws -> TableSchema {
        let header = try header(of: path)
        guard datasetKind == "csv" else {
            guard header == products.columns.map(\.name) else {
                throw WorkerError(
                    .badSetting,
                    "the header of '\(path)' is not that of a product feed;"
                        + " read it as dataset kind 'csv'")
            }
            return products
        }
        guard header.count <= columnCountMax else {
            throw WorkerError(
                .badSetting,
                "'\(path)' has \(header.count) columns; a table of SQLite takes"
                    + " \(columnCountMax)")
        }
        return input(header: header)
    }

    private static func header(of path: String) throws -> [String] {
        let reader = try ChunkedFileReader(path: path)
        var splitter = RecordSplitter()
        while try splitter.fill({ memory throws(WorkerError) in try reader.read(into: memory) }) {
            if let record = splitter.next() {
                guard record.rejection == nil else {
                    throw WorkerError(.badSetting, "the header of '\(path)' is not a whole record")
                }
                return record.strings
            }
        }
        throw WorkerError(.badSetting, "'\(path)' is empty: a header is missing")
    }
}
