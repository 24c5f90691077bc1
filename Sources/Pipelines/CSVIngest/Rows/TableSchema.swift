import MemoryBudget
import PipelineKit
import SQLiteStore

/// The table that rows are stored in: its name, and its columns with their types.
struct TableSchema: Hashable, Sendable {
    /// A column of the table.
    struct Column: Hashable, Sendable {
        let name: String
        let type: ColumnType
    }

    let name: String
    let columns: [Column]

    /// The table of the product feed, dataset kind `csv-rows`.
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

    /// Returns the table of a user's own file, dataset kind `csv`: text columns named by its
    /// header.
    static func input(header: [String]) -> TableSchema {
        TableSchema(
            name: "input", columns: uniqueNames(header).map { Column(name: $0, type: .text) })
    }

    /// Returns the names made unique for SQLite, which ignores case in ASCII only.
    ///
    /// An empty name becomes `column_N`, and a second `a` becomes `a_2`.
    static func uniqueNames(_ header: [String]) -> [String] {
        var taken: Set<ColumnName> = []
        return header.enumerated().map { index, name in
            // SQL text ends at a NUL.
            let wanted =
                name.isEmpty ? "column_\(index + 1)" : name.replacing("\0", with: "\u{FFFD}")
            var candidate = wanted
            var number = 2
            while !taken.insert(ColumnName(candidate).folded).inserted {
                candidate = "\(wanted)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// The other delimiter that the name of a single column contains; `nil` for none.
    var otherDelimiter: String? {
        guard columns.count == 1, let name = columns.first?.name.utf8 else { return nil }
        if name.contains(UInt8(ascii: ";")) { return "semicolon" }
        return name.contains(UInt8(ascii: "\t")) ? "tab" : nil
    }

    /// The statement that creates the table.
    var creationSQL: String {
        let list = columns.map { "\(quoted($0.name)) \($0.type.sqlName)" }
        return "CREATE TABLE \(quoted(name)) (\(list.joined(separator: ", ")))"
    }

    /// The statement that inserts a row.
    var insertionSQL: String {
        SQLiteStore.insertionSQL(into: quoted(name), columnCount: columns.count)
    }

    /// The maximum number of columns of a table in SQLite.
    static let columnCountMax = 2000

    /// Returns the table for a dataset: a fixed one, or one named by the input's header.
    ///
    /// - Throws: ``WorkerError`` if the input or its header is missing, or the header isn't the
    ///   feed's.
    static func of(datasetKind: String, input path: String) throws -> TableSchema {
        let reader = try ChunkedFileReader(path: path)
        var splitter = RecordSplitter()
        let header = try splitter.header(of: "'\(path)'") { try reader.read(into: $0) }
        return try of(datasetKind: datasetKind, header: header, of: "'\(path)'")
    }

    /// Returns the table for a dataset whose header was read.
    ///
    /// - Parameters:
    ///   - header: The fields of the first record.
    ///   - input: The input's name in messages: `'a.csv'`.
    /// - Throws: ``WorkerError`` with code `badSetting`.
    static func of(
        datasetKind: String, header: [String], of input: String
    ) throws(WorkerError) -> TableSchema {
        guard datasetKind == "csv" else {
            guard header == products.columns.map(\.name) else {
                throw WorkerError(
                    .badSetting,
                    "the header of \(input) is not that of the product feed;"
                        + " read it as dataset kind 'csv'")
            }
            return products
        }
        guard header.count <= columnCountMax else {
            throw tooManyColumns(header.count, in: input)
        }
        return .input(header: header)
    }

    /// Returns the error for a header with more columns than a table can have.
    fileprivate static func tooManyColumns(_ count: Int, in input: String) -> WorkerError {
        WorkerError(
            .badSetting, "\(input) has \(count) columns; SQLite's maximum is \(columnCountMax)")
    }
}

extension RecordSplitter {
    /// Reads the first record.
    ///
    /// - Parameters:
    ///   - input: The input's name in messages.
    ///   - source: Fills the start of memory and returns the number of bytes; 0 is the end.
    /// - Throws: ``WorkerError`` with code `badSetting` if it is missing or unusable; `source`'s
    ///   errors.
    mutating func header(
        of input: String, from source: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> [String] {
        while try fill(source) {
            try refuseForeignFormat(of: input)
            guard let record = next() else { continue }
            if let rejection = record.rejection {
                throw Self.unusable(record, because: rejection, of: input)
            }
            guard record.isUTF8 else {
                throw WorkerError(
                    .badSetting,
                    "the header of \(input) is not valid UTF-8: \(ForeignFormat.otherTextAdvice)")
            }
            return record.strings
        }
        throw WorkerError(.badSetting, "\(input) is empty; it needs a header")
    }

    private func refuseForeignFormat(of input: String) throws(WorkerError) {
        guard let format = ForeignFormat(startOf: startOfText) else { return }
        throw WorkerError(.badSetting, "\(input) is not UTF-8 text: \(format.advice)")
    }

    private static func unusable(
        _ record: CSVRecord, because rejection: CSVRecord.Rejection, of input: String
    ) -> WorkerError {
        switch rejection {
        case .tooManyFields: return TableSchema.tooManyColumns(record.fieldCount, in: input)
        case .tooLong:
            let limit = RecordSplitter.recordByteCountMax >> 20
            return WorkerError(
                .badSetting, "the header of \(input) is longer than \(limit) MiB")
        case .unterminatedQuote:
            return WorkerError(
                .badSetting,
                "the header of \(input) has a quote on line \(record.quoteLine) that is never closed"
            )
        }
    }
}
