/// The reason that a row is rejected.
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
    /// Returns the reason, with the line of a quote that is or may be the cause.
    func description(of extent: RecordExtent) -> String {
        if self == .record(.unterminatedQuote) {
            return "\(description) that open on line \(extent.quoteLine)"
        }
        return extent.remark.map { "\(description); \($0)" } ?? description
    }
}

extension TableSchema {
    /// Returns the reason to reject a record before checking its fields; `nil` if there is none.
    func rejection(of record: CSVRecord) -> RowRejection? {
        if let rejection = record.rejection { return .record(rejection) }
        guard record.fieldCount == columns.count else {
            return .fieldCount(found: record.fieldCount, expected: columns.count)
        }
        return record.isUTF8 ? nil : .notUTF8
    }

    /// Returns the reason to reject a row of strings, which are valid UTF-8; `nil` if there is
    /// none.
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
    /// Returns whether a text is valid for the column.
    func accepts(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { value(UnsafeRawBufferPointer($0)) != nil }
    }
}
