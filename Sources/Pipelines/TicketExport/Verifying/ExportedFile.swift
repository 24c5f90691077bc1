import Glibc
package import MemoryBudget
package import PipelineKit

/// An export, read back.
package struct ExportedFile {
    private let path: String
    private let format: ExportFormat
    private let columns: [Ticket.Column]

    /// Names an export.
    package init(path: String, format: ExportFormat, query: TicketQuery) {
        self.path = path
        self.format = format
        columns = query.columns
    }

    /// Counts and digests its rows; no file is no rows.
    ///
    /// - Throws: ``WorkerError`` with code `io`: it can't be read, begins with other column names
    ///   than it should, is wrongly quoted, or ends within a line.
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
            throw WorkerError(.io, "'\(path)' is not quoted as RFC 4180 demands")
        }
        guard parser.isAtRowStart, !isHeader else {
            throw WorkerError(.io, "'\(path)' is cut off: its last line has no end")
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

/// RFC 4180 a byte at a time, straight into hashes: slow, small, and not the writer's twin.
struct DelimitedParser {
    private enum State { case start, plain, quoted, quoteInQuoted }

    private let delimiter: UInt8
    private let isQuoting: Bool
    private var state = State.start
    private var field: [UInt8] = []
    private var row = RowHash()
    /// Whether nothing of a row is open.
    private(set) var isAtRowStart = true
    /// Whether a quote, or a CR, stood where only quoted text may have one, or text behind a quote; or
    /// a line was blank, which readers take for no record.
    private(set) var isMisquoted = false

    init(delimiter: UInt8, isQuoting: Bool) {
        self.delimiter = delimiter
        self.isQuoting = isQuoting
        field.reserveCapacity(1 << 10)
    }

    /// Takes the next byte; gives the row that it ends.
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

/// Whether something is there, which need not be readable.
private func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
}
