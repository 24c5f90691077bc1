/// A parser for `multipart/form-data` (RFC 7578, RFC 2046) that arrives in chunks of any size.
///
/// ```swift
/// let body = Array("--x\r\n".utf8)
/// var parser = MultipartParser(
///     boundary: try MultipartBoundary(contentType: "multipart/form-data; boundary=x"))
/// try body.withUnsafeBytes { chunk in
///     try parser.push(chunk) { event in print(event) }
/// }
/// try parser.finish()
/// ```
///
/// It stores only one part's headers. Payload is passed on without copying. Text before the first
/// boundary and after the closing one is skipped; the caller limits the body's length. A boundary
/// counts only at the start of a line. If it is followed by anything but blanks, it is the
/// beginning of a longer word, and thus payload.
package struct MultipartParser: ~Copyable {
    /// An element of a body, in order.
    package enum Event {
        /// The start of a part.
        case part(FormPart)
        /// Bytes of the part, valid only during the call; never empty.
        case payload(UnsafeRawBufferPointer)
        /// The end of the part.
        case partEnd
    }

    private enum State {
        /// In the text before the first boundary, or in a part's payload.
        case text
        /// After a boundary.
        case boundary
        /// After a boundary and a hyphen.
        case hyphen
        /// In the blanks after a boundary, with their number.
        case padding(Int)
        /// After a boundary, its blanks and a CR.
        case lineEnd
        /// In the headers of a part.
        case headers
        /// After the closing boundary.
        case complete
    }

    private let limits: MultipartLimits
    private var search: BoundarySearch
    private var state = State.text
    private var isInPart = false
    private var partCount = 0
    private var headers: [UInt8] = []
    private var headerLineStart = 0
    private var headerOffset = 0

    /// The number of bytes parsed so far.
    package private(set) var byteCount = 0

    /// Creates a parser at the start of a body.
    package init(boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits()) {
        self.limits = limits
        search = BoundarySearch(boundary)
        search.beginLine()
    }

    /// Whether the closing boundary has been parsed.
    package var isComplete: Bool {
        if case .complete = state { true } else { false }
    }

    /// Parses the next bytes.
    ///
    /// - Parameter take: Receives the events, in order. An error it throws ends the parse.
    /// - Throws: ``MultipartError``, and errors of `take`; the parser can't be used any more then.
    package mutating func push(
        _ chunk: UnsafeRawBufferPointer, _ take: (Event) throws -> Void
    ) throws {
        var rest = chunk
        while !rest.isEmpty {
            let count = try step(rest, take)
            byteCount += count
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Checks that the body was complete; call it at its end.
    ///
    /// - Throws: ``MultipartError`` with code `incomplete`.
    package func finish() throws(MultipartError) {
        guard !isComplete else { return }
        throw MultipartError(
            .incomplete, at: byteCount,
            "the body ends without its closing boundary; send it again completely")
    }

    /// Parses some of the bytes, at least one; returns their number.
    private mutating func step(
        _ bytes: UnsafeRawBufferPointer, _ take: (Event) throws -> Void
    ) throws -> Int {
        switch state {
        case .text: return try passText(bytes, take)
        case .complete: return bytes.count
        case .headers: return try passHeaders(bytes, take)
        case .boundary: return try passBoundary(bytes[0], take)
        case .hyphen: return try passHyphen(bytes[0], take)
        case .padding(let count): try passPadding(bytes[0], count: count)
        case .lineEnd: try passLineEnd(bytes[0], take)
        }
        return 1
    }
}

extension MultipartParser {
    private mutating func passText(
        _ bytes: UnsafeRawBufferPointer, _ take: (Event) throws -> Void
    ) throws -> Int {
        let isInPart = isInPart
        let end = try search.search(bytes) { if isInPart { try take(.payload($0)) } }
        if end != nil { state = .boundary }
        return end ?? bytes.count
    }

    private mutating func passBoundary(_ byte: UInt8, _ take: (Event) throws -> Void) throws -> Int
    {
        switch byte {
        case UInt8(ascii: "-"): state = .hyphen
        case UInt8(ascii: " "), UInt8(ascii: "\t"): state = .padding(1)
        case UInt8(ascii: "\r"): state = .lineEnd
        default:
            try takeBoundaryAsText(withHyphen: false, take)
            return 0
        }
        return 1
    }

    private mutating func passHyphen(_ byte: UInt8, _ take: (Event) throws -> Void) throws -> Int {
        guard byte == UInt8(ascii: "-") else {
            try takeBoundaryAsText(withHyphen: true, take)
            return 0
        }
        state = .complete
        try endPart(take)
        return 1
    }

    /// Passes on the boundary as text: it was only the beginning of a longer word.
    private mutating func takeBoundaryAsText(
        withHyphen: Bool, _ take: (Event) throws -> Void
    ) throws {
        state = .text
        if isInPart { try take(.payload(search.foundText(withHyphen: withHyphen))) }
    }

    private mutating func passPadding(_ byte: UInt8, count: Int) throws {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            guard count < limits.headerByteCountMax else {
                throw MultipartError(
                    .headerTooLong, at: byteCount,
                    "more than \(limits.headerByteCountMax) blanks after a boundary")
            }
            state = .padding(count + 1)
        case UInt8(ascii: "\r"): state = .lineEnd
        default: throw badDelimiter
        }
    }

    private mutating func passLineEnd(_ byte: UInt8, _ take: (Event) throws -> Void) throws {
        guard byte == UInt8(ascii: "\n") else { throw badDelimiter }
        try endPart(take)
        guard partCount < limits.partCountMax else {
            throw MultipartError(
                .tooManyParts, at: byteCount,
                "the body has more than \(limits.partCountMax) parts; send fewer")
        }
        partCount += 1
        state = .headers
        headerOffset = byteCount + 1
    }

    private var badDelimiter: MultipartError {
        MultipartError(
            .badDelimiter, at: byteCount,
            "a boundary is followed by other text; choose a boundary that isn't in the files"
        )
    }

    private mutating func endPart(_ take: (Event) throws -> Void) throws {
        guard isInPart else { return }
        isInPart = false
        try take(.partEnd)
    }
}

extension MultipartParser {
    private mutating func passHeaders(
        _ bytes: UnsafeRawBufferPointer, _ take: (Event) throws -> Void
    ) throws -> Int {
        let lineFeed = bytes.firstIndex(of: UInt8(ascii: "\n"))
        let count = lineFeed.map { $0 + 1 } ?? bytes.count
        guard headers.count + count <= limits.headerByteCountMax else {
            throw MultipartError(
                .headerTooLong, at: headerOffset,
                "the headers of a part have more than \(limits.headerByteCountMax) bytes")
        }
        headers.append(contentsOf: bytes[..<count])
        guard lineFeed != nil else { return count }
        let line = headers[headerLineStart...]
        guard line.count > 1, line[line.endIndex - 2] == UInt8(ascii: "\r") else {
            throw MultipartError(
                .badHeader, at: byteCount + count - 1,
                "a line of a part's headers ends without CR; end lines with CR LF")
        }
        headerLineStart = headers.count
        if line.count == 2 { try beginPart(take) }
        return count
    }

    private mutating func beginPart(_ take: (Event) throws -> Void) throws {
        headers.removeLast(2)
        let part = try FormPart(headers: headers, at: headerOffset)
        headers.removeAll(keepingCapacity: true)
        headerLineStart = 0
        isInPart = true
        state = .text
        search.beginLine()
        try take(.part(part))
    }
}
