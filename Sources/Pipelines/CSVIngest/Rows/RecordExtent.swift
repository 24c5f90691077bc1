import PipelineKit

/// The lines that a record takes in.
struct RecordExtent: Hashable, Sendable {
    /// A record of more lines is remarked on: a quote that was never meant to be one may have opened it.
    static let usualLineCountMax = 100

    /// The first line.
    let line: Int
    /// The last line.
    let lastLine: Int
    /// The line on which the quotes open that take in the most lines.
    let quoteLine: Int

    /// True for a record of more lines than records have.
    @inline(__always)
    var isUnusual: Bool { lastLine &- line >= Self.usualLineCountMax }

    /// The extent in words; nil for one that is usual.
    var remark: String? {
        guard isUnusual else { return nil }
        return
            "the record spans \(lastLine - line) line breaks: a quote opens on line \(quoteLine), and"
            + " the record ends on line \(lastLine)"
    }
}

extension CSVRecord {
    /// The lines that it takes in.
    @inline(__always)
    var extent: RecordExtent {
        RecordExtent(line: line, lastLine: lastLine, quoteLine: quoteLine)
    }
}

extension TrialContext {
    /// Rejects a record, and says if it spans many lines.
    func reject(_ extent: RecordExtent, as rejection: RowRejection) throws(WorkerError) {
        try rejected.add(line: extent.line, reason: rejection.description(of: extent))
    }

    /// Remarks on a record that is stored, and spans many lines.
    @inline(__always)
    func remark(on extent: RecordExtent) throws(WorkerError) {
        guard extent.isUnusual else { return }
        try remarkOnUnusual(extent)
    }

    private func remarkOnUnusual(_ extent: RecordExtent) throws(WorkerError) {
        guard let remark = extent.remark else { return }
        try rejected.remark(line: extent.line, reason: remark)
    }

    /// Remarks on a header that shows that something else than commas separates the fields.
    func remarkOnDelimiter(of table: TableSchema) throws(WorkerError) {
        guard let delimiter = table.otherDelimiter else { return }
        try rejected.remark(
            line: 1,
            reason:
                "the file has one column, and its name holds every \(delimiter): only commas separate"
                + " fields; convert the file if \(delimiter) is its delimiter")
    }
}
