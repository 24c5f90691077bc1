import PipelineKit

/// The lines that a record covers.
struct RecordExtent: Hashable, Sendable {
    /// The number of line breaks from which a record gets a remark: a stray quote may have opened it.
    static let usualLineCountMax = 100

    /// The first line.
    let line: Int
    /// The last line.
    let lastLine: Int
    /// The line on which the quoted field with the most lines starts.
    let quoteLine: Int

    /// Whether the record has unusually many lines.
    @inline(__always)
    var isUnusual: Bool { lastLine &- line >= Self.usualLineCountMax }

    /// A remark on the extent; `nil` if it is usual.
    var remark: String? {
        guard isUnusual else { return nil }
        return
            "the record spans \(lastLine - line) line breaks: a quote opens on line \(quoteLine), and"
            + " the record ends on line \(lastLine)"
    }
}

extension CSVRecord {
    /// The lines that the record covers.
    @inline(__always)
    var extent: RecordExtent {
        RecordExtent(line: line, lastLine: lastLine, quoteLine: quoteLine)
    }
}

extension TrialContext {
    /// Rejects a record, and reports if it spans many lines.
    func reject(_ extent: RecordExtent, as rejection: RowRejection) throws(WorkerError) {
        try rejected.add(line: extent.line, reason: rejection.description(of: extent))
    }

    /// Adds a remark on a stored record that spans many lines.
    @inline(__always)
    func remark(on extent: RecordExtent) throws(WorkerError) {
        guard extent.isUnusual else { return }
        try remarkOnUnusual(extent)
    }

    private func remarkOnUnusual(_ extent: RecordExtent) throws(WorkerError) {
        guard let remark = extent.remark else { return }
        try rejected.remark(line: extent.line, reason: remark)
    }

    /// Adds a remark if the header shows that something other than commas separates the fields.
    func remarkOnDelimiter(of table: TableSchema) throws(WorkerError) {
        guard let delimiter = table.otherDelimiter else { return }
        try rejected.remark(
            line: 1,
            reason:
                "the header is a single field that contains a \(delimiter); if that is the file's"
                + " delimiter, convert the file to commas")
    }
}
