package import PipelineKit

/// A writer of CSV, TSV or text that gathers fields in one reused buffer, flushed when it is full.
///
/// An export without rows writes no bytes at all to the sink.
///
/// ```swift
/// func export(_ writer: inout DelimitedWriter) throws {
///     try writer.addField(Int64(42))
///     try writer.addField("B-00042")
///     _ = writer.endRow()
///     try writer.finish()
/// }
/// ```
package struct DelimitedWriter: ~Copyable {
    /// The buffer's size for exports to files, which is what one system call writes.
    package static let bufferByteCount = 128 << 10
    /// The maximum size of a field that is copied as a whole; longer ones are copied in pieces.
    static let wholeFieldByteCountMax = 16 << 10

    private let format: ExportFormat
    private let delimiter: UInt8
    /// Whether an empty field is written as two quotes. Alone in its line it would leave a blank
    /// line, which readers don't take for a record.
    private let quotesEmpty: Bool
    private let buffer: UnsafeMutableRawPointer
    private let bufferByteCount: Int
    /// The fill level up to which a whole quoted field and its delimiter still fit.
    private let highWater: Int
    private var used = 0
    private let sink: any ExportSink
    private var counter: ExportCounter

    /// Creates a writer to a sink.
    ///
    /// - Parameter bufferByteCount: The buffer's size, at least 64 KiB. The sink gets at least half
    ///   of it at once, except at the end. Default 128 KiB.
    package init(
        to sink: any ExportSink, query: TicketQuery, format: ExportFormat,
        counter: consuming ExportCounter, bufferByteCount: Int = Self.bufferByteCount
    ) throws {
        precondition(
            bufferByteCount >= 4 * Self.wholeFieldByteCountMax, "a field must fit in half a buffer")
        self.sink = sink
        self.format = format
        delimiter = format.delimiter
        quotesEmpty = format != .txt && query.columns.count == 1
        self.counter = counter
        self.bufferByteCount = bufferByteCount
        highWater = bufferByteCount - 2 * Self.wholeFieldByteCountMax - 4
        buffer = .allocate(byteCount: bufferByteCount, alignment: 64)
        guard format.hasHeader else { return }
        for column in query.columns { try addField(column.rawValue) }
        endLine()
    }

    deinit {
        buffer.deallocate()
    }

    /// The number of rows so far.
    package var rowCount: Int { counter.rowCount }

    /// Adds a text field, quoted if necessary.
    ///
    /// - Throws: ``WorkerError`` if the format can't hold the text; the sink's errors.
    package mutating func addField(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count <= Self.wholeFieldByteCountMax else { return try addLongField(bytes) }
        if bytes.isEmpty { return try addNull() }
        try makeRoom()
        let start = buffer + used
        used &+= bytes.count
        if copyField(bytes, to: start), needsQuotes(bytes, delimiter: delimiter) {
            try quote(bytes, at: start)
        }
        endField()
    }

    /// Adds a short text field.
    ///
    /// - Throws: The same as ``addField(_:)-(UnsafeRawBufferPointer)``.
    package mutating func addField(_ text: String) throws {
        try Array(text.utf8).withUnsafeBytes { try addField($0) }
    }

    /// Adds a number as a decimal without leading zeros.
    ///
    /// - Throws: The sink's errors.
    package mutating func addField(_ number: Int64) throws {
        try makeRoom()
        used += writeDecimal(number, to: buffer + used)
        endField()
    }

    /// Adds an empty field, which stands for NULL.
    ///
    /// - Throws: The sink's errors.
    package mutating func addNull() throws {
        try makeRoom()
        if quotesEmpty {
            buffer.storeBytes(of: Self.emptyQuotes, toByteOffset: used, as: UInt16.self)
            used += 2
        }
        endField()
    }

    /// Ends and counts a row of at least one field, and returns whether another row is wanted.
    @inline(__always)
    package mutating func endRow() -> Bool {
        endLine()
        return counter.countRow()
    }

    /// Completes the export; without rows, ends it as empty.
    ///
    /// - Throws: The sink's errors.
    package mutating func finish() throws {
        counter.report()
        guard rowCount > 0 else { return try sink.finishEmpty() }
        try flush()
        try sink.finish()
    }

    // MARK: Bytes

    /// Two quotes, `""`.
    private static let emptyQuotes = UInt16(UInt8(ascii: "\"")) * 0x0101

    @inline(__always)
    private mutating func endField() {
        buffer.storeBytes(of: delimiter, toByteOffset: used, as: UInt8.self)
        used += 1
    }

    // The last field's delimiter becomes the line's end.
    @inline(__always)
    private mutating func endLine() {
        buffer.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: used - 1, as: UInt8.self)
    }

    @inline(__always)
    private mutating func makeRoom() throws {
        if used > highWater { try flush() }
    }

    private mutating func flush() throws {
        try sink.write(UnsafeRawBufferPointer(start: buffer, count: used))
        used = 0
    }

    /// Adds any number of bytes unchanged.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if used == bufferByteCount { try flush() }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(bufferByteCount - used))
            UnsafeMutableRawBufferPointer(start: buffer + used, count: part.count)
                .copyMemory(from: part)
            used += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    // MARK: Quotes

    /// Rewrites the field at the buffer's end in quotes, with the quotes in it doubled.
    private mutating func quote(
        _ bytes: UnsafeRawBufferPointer, at start: UnsafeMutableRawPointer
    ) throws {
        guard format != .txt else { return try refuseLineEnds(bytes) }
        let mark = UInt8(ascii: "\"")
        var end = start
        func put(_ byte: UInt8) {
            end.storeBytes(of: byte, as: UInt8.self)
            end += 1
        }
        put(mark)
        for byte in bytes {
            if byte == mark { put(mark) }
            put(byte)
        }
        put(mark)
        used = end - buffer
    }

    private mutating func addLongField(_ bytes: UnsafeRawBufferPointer) throws {
        if format == .txt { try refuseLineEnds(bytes) }
        if format != .txt, needsQuotes(bytes, delimiter: delimiter) {
            let mark = UInt8(ascii: "\"")
            var quoted: [UInt8] = [mark]
            for byte in bytes { quoted.append(contentsOf: byte == mark ? [mark, mark] : [byte]) }
            quoted.append(mark)
            try quoted.withUnsafeBytes { try append($0) }
        } else {
            try append(bytes)
        }
        try makeRoom()
        endField()
    }

    private func refuseLineEnds(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        else { return }
        throw WorkerError(
            .badSetting,
            "row \(rowCount + 1) has a line end in a field, which format 'txt' can't hold;"
                + " choose csv or tsv")
    }
}
