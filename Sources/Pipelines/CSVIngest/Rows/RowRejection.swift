/// Why a row is rejected.
enum RowRejection: Hashable, Sendable, CustomStringConvertible {
    case record(CSVRecord.Rejection)
    case fieldCount(found: Int, expected: Int)
    case notUTF8
    case value(column: String)

    var description: String {
        switch self {
        case .record(.unterminatedQuote): "the file ends within quotes"
        case .record(.tooLong): "longer than \(RecordSplitter.recordByteCountMax >> 20) MiB"
        case .record(.tooManyFields): "more than \(RecordSplitter.keptFieldCountMax) fields"
        case .fieldCount(let found, let expected): "\(found) fields, expected \(expected)"
        case .notUTF8: "not valid UTF-8"
        case .value(let column): "no valid \(column)"
        }
    }
}

extension RowRejection {
    /// The reason, with the line of the quotes if they are the reason, or may be.
    func description(of extent: RecordExtent) -> String {
        if self == .record(.unterminatedQuote) {
            return "\(description) that open on line \(extent.quoteLine)"
        }
        return extent.remark.map { "\(description); \($0)" } ?? description
    }
}

extension TableSchema {
    /// Why a record is rejected before any of its fields is looked at; nil if it isn't.
    func rejection(of record: CSVRecord) -> RowRejection? {
        if let rejection = record.rejection { return .record(rejection) }
        guard record.fieldCount == columns.count else {
            return .fieldCount(found: record.fieldCount, expected: columns.count)
        }
        return record.isUTF8 ? nil : .notUTF8
    }

    /// Why a row of strings is rejected; nil if it isn't. Strings are valid UTF-8.
    func rejection(of row: [String]) -> RowRejection? {
        guard row.count == columns.count else {
            return .fieldCount(found: row.count, expected: columns.count)
        }
        for (column, field) in zip(columns, row) where !column.type.accepts(field) {
            return .value(column: column.name)
        }
        return nil
    }
}

extension ColumnType {
    /// Whether the column takes a text.
    func accepts(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { value(UnsafeRawBufferPointer($0)) != nil }
    }
}
