import GRDB
import PipelineKit

/// A strategy that loads the file into a string, then one dictionary per row, then one transaction.
struct LoadAll: IngestStrategy {
    let name = "load-all"
    let about = "the whole file into a string, rows into dictionaries, then one transaction"
    let nominalUnitsPerSecond: Double? = 50_000
    let nominalBytesPerUnit: Double? = 1_300

    func ingest(_ context: TrialContext, into store: RowStore) throws {
        context.progress.phase("read")
        let text = try WholeText(of: context.input)
        context.progress.phase("parse")
        let rows = try dictionaries(of: text, table: store.table, context: context)
        context.progress.phase("insert")
        let names = store.table.columns.map { ColumnName($0.name) }
        try store.queue.write { database in
            for row in rows {
                try store.table.insert(names.map { row[$0] ?? "" }, into: database)
                context.progress.advance()
            }
        }
    }

    private func dictionaries(
        of text: WholeText, table: TableSchema, context: TrialContext
    ) throws -> [[ColumnName: String]] {
        let names = table.columns.map { ColumnName($0.name) }
        var rows: [[ColumnName: String]] = []
        for record in parse(text.text).dropFirst() {
            if let rejection = record.rejection(table, in: text) {
                try context.reject(record.extent, as: rejection)
            } else {
                try context.remark(on: record.extent)
                rows.append(Dictionary(uniqueKeysWithValues: zip(names, record.fields)))
            }
        }
        return rows
    }
}

/// A record as a parser of single scalars gathers it.
private struct ScalarRecord {
    var line: Int
    var lastLine = 0
    var quoteLine: Int
    /// The maximum number of line breaks in the record's quotes.
    var quoteLineCount = 0
    var fields: [String]
    var byteCount: Int
    var isUnterminated = false

    init(line: Int) {
        self.line = line
        quoteLine = line
        fields = []
        byteCount = 0
    }

    var extent: RecordExtent {
        RecordExtent(line: line, lastLine: lastLine, quoteLine: quoteLine)
    }

    func rejection(_ table: TableSchema, in text: WholeText) -> RowRejection? {
        if isUnterminated { return .record(.unterminatedQuote) }
        if byteCount > RecordSplitter.recordByteCountMax { return .record(.tooLong) }
        if fields.count == table.columns.count, fields.contains(where: text.isDamaged) {
            return .notUTF8
        }
        return table.rejection(of: fields)
    }
}

/// Splits text scalar by scalar: the simple parser that many people write first.
///
/// It reads scalars, because to Swift CR LF is one character, and so is a quote with an accent.
private func parse(_ text: String) -> [ScalarRecord] {
    var parser = ScalarParser()
    for scalar in text.unicodeScalars { parser.take(scalar) }
    parser.finish()
    return parser.records
}

private struct ScalarParser {
    private enum State { case start, unquoted, quoted, quoteInQuoted }

    private(set) var records: [ScalarRecord] = []
    private var state = State.start
    private var field = String.UnicodeScalarView()
    private var record = ScalarRecord(line: 1)
    private var line = 1
    /// The line of the current scalar, even if that ends the line.
    private var lineOfScalar = 1
    /// The line on which the field's quotes opened.
    private var openQuoteLine: Int?
    private var previous: Unicode.Scalar?

    mutating func take(_ scalar: Unicode.Scalar) {
        defer { previous = scalar }
        let isSecondOfPair = scalar == "\n" && previous == "\r"
        lineOfScalar = line
        if scalar == "\n" || scalar == "\r", !isSecondOfPair { line += 1 }
        switch state {
        case .quoted:
            if scalar == "\"" { state = .quoteInQuoted } else { field.append(scalar) }
        case .quoteInQuoted where scalar == "\"":
            field.append(scalar)
            state = .quoted
        case .start where scalar == "\"":
            state = .quoted
            openQuoteLine = line
        default:
            if isSecondOfPair && isBlank { return startRecord() }
            takeUnquoted(scalar)
            if scalar == "\n" || scalar == "\r" { return }
        }
        record.byteCount += UTF8.width(scalar)
    }

    private var isBlank: Bool { record.byteCount == 0 }

    private mutating func takeUnquoted(_ scalar: Unicode.Scalar) {
        switch scalar {
        case ",": endField()
        case "\n", "\r":
            if !isBlank { endRecord() }
            startRecord()
        default:
            field.append(scalar)
            state = .unquoted
        }
    }

    mutating func finish() {
        lineOfScalar = line
        record.isUnterminated = state == .quoted
        if !isBlank { endRecord() }
    }

    private mutating func endField() {
        if let openLine = openQuoteLine, lineOfScalar - openLine >= record.quoteLineCount {
            record.quoteLineCount = lineOfScalar - openLine
            record.quoteLine = openLine
        }
        openQuoteLine = nil
        record.fields.append(String(field))
        field = String.UnicodeScalarView()
        state = .start
    }

    private mutating func endRecord() {
        endField()
        record.lastLine = lineOfScalar
        records.append(record)
    }

    private mutating func startRecord() {
        record = ScalarRecord(line: line)
    }
}
