/// Why a row is set aside.
enum RowFlaw: Hashable, Sendable, CustomStringConvertible {
    case record(CSVRecord.Flaw)
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

extension Table {
    /// What is wrong with a record before any of its fields is looked at.
    func flaw(of record: CSVRecord) -> RowFlaw? {
        if let flaw = record.flaw { return .record(flaw) }
        guard record.fieldCount == columns.count else {
            return .fieldCount(found: record.fieldCount, expected: columns.count)
        }
        return record.isUTF8 ? nil : .notUTF8
    }

    /// What is wrong with a row of strings; their being strings makes them valid UTF-8.
    func flaw(of row: [String]) -> RowFlaw? {
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
