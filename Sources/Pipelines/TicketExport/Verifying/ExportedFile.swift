import Glibc
package import MemoryBudget
package import PipelineKit

/// An exported file, read back for verification.
///
/// ```swift
/// let file = ExportedFile(path: "tickets.csv", format: .csv, query: .all)
/// let rows = try file.digest().count
/// ```
package struct ExportedFile {
    private let path: String
    private let format: ExportFormat
    private let columns: [Ticket.Column]

    /// Creates a reader of an export; nothing is opened yet.
    package init(path: String, format: ExportFormat, query: TicketQuery) {
        self.path = path
        self.format = format
        columns = query.columns
    }

    /// Counts and digests the rows; a missing file has no rows.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the file can't be read, its header has other
    ///   column names, its quoting is wrong, or its last line is cut off.
    package func digest() throws(WorkerError) -> RowDigest {
        guard isFile(path) else { return RowDigest() }
        let reader = try ChunkedFileReader(path: path)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { chunk.deallocate() }
        var parser = DelimitedParser(delimiter: format.delimiter, isQuoting: format != .txt)
        var digest = RowDigest()
        var isHeader = format.hasHeader
        while case let count = try reader.read(into: chunk), count > 0 {
            for byte in chunk[..<count] {
                guard let row = parser.take(byte) else { continue }
                if isHeader { try check(header: row) } else { digest.add(row) }
                isHeader = false
            }
        }
        if parser.isMisquoted {
            throw WorkerError(.io, "'\(path)' is not quoted as RFC 4180 requires")
        }
        guard parser.isAtRowStart, !isHeader else {
            throw WorkerError(.io, "'\(path)' is cut off: its last line has no line end")
        }
        return digest
    }

    private func digest(of row: RowHash) -> RowDigest {
        var digest = RowDigest()
        digest.add(row)
        return digest
    }

    private func check(header: RowHash) throws(WorkerError) {
        var names = RowHash()
        for column in columns { names.addField(column.rawValue) }
        guard digest(of: header) == digest(of: names) else {
            let names = columns.map(\.rawValue).joined(separator: ", ")
            throw WorkerError(.io, "'\(path)' does not begin with the column names \(names)")
        }
    }
}

/// A parser of RFC 4180 that hashes rows byte by byte; slow, but independent of the writer's code.
struct DelimitedParser {
    private enum State { case start, plain, quoted, quoteInQuoted }

    private let delimiter: UInt8
    private let isQuoting: Bool
    private var state = State.start
    private var field: [UInt8] = []
    private var row = RowHash()
    /// Whether the last row is complete, so that the next byte begins a row.
    private(set) var isAtRowStart = true
    /// Whether the quoting is wrong: a quote or CR in unquoted text, text after a closing quote, or
    /// a blank line, which readers don't take for a record.
    private(set) var isMisquoted = false

    init(delimiter: UInt8, isQuoting: Bool) {
        self.delimiter = delimiter
        self.isQuoting = isQuoting
        field.reserveCapacity(1 << 10)
    }

    /// Takes the next byte and returns the row that it ends, if it ends one.
    mutating func take(_ byte: UInt8) -> RowHash? {
        if isQuoting && isAtRowStart && byte == UInt8(ascii: "\n") { isMisquoted = true }
        isAtRowStart = false
        if state == .quoted {
            if byte == quote { state = .quoteInQuoted } else { field.append(byte) }
            return nil
        }
        switch byte {
        case quote where isQuoting && state == .start:
            state = .quoted
        case quote where isQuoting && state == .quoteInQuoted:
            field.append(byte)
            state = .quoted
        case delimiter where isQuoting:
            endField()
        case UInt8(ascii: "\n"):
            return endRow()
        default:
            let needsQuotes = byte == quote || byte == UInt8(ascii: "\r")
            if isQuoting && (needsQuotes || state == .quoteInQuoted) { isMisquoted = true }
            field.append(byte)
            state = .plain
        }
        return nil
    }

    private var quote: UInt8 { UInt8(ascii: "\"") }

    private mutating func endField() {
        field.withUnsafeBytes { row.addField($0) }
        field.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endRow() -> RowHash {
        endField()
        defer {
            row = RowHash()
            isAtRowStart = true
        }
        return row
    }
}

/// Returns whether anything exists at a path, readable or not.
private func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
}
