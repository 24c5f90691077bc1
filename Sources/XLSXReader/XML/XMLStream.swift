import CExpat

/// A parser of an archive's part that passes its content to a receiver.
final class XMLStream {
    private let receiver: any XMLReceiver
    private let parser: XML_Parser
    /// The error of the receiver, which can't be thrown through expat's callbacks.
    private var failure: (any Error)?

    private init?(_ receiver: any XMLReceiver) {
        guard let parser = XML_ParserCreate(nil) else { return nil }
        self.receiver = receiver
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { stream, name, attributes in
                guard let name, let attributes else { return }
                let text = XMLText(start: name)
                XMLStream.of(stream).attempt {
                    try $0.begin(text, attributes: XMLAttributes(list: attributes))
                }
            },
            { stream, name in
                guard let name else { return }
                XMLStream.of(stream).attempt { try $0.end(XMLText(start: name)) }
            })
        XML_SetCharacterDataHandler(parser) { stream, start, count in
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
            XMLStream.of(stream).attempt { $0.text(bytes) }
        }
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// Parses a whole part.
    ///
    /// - Throws: The errors of the receiver; ``BrokenWorkbook`` for a part that is missing, damaged
    ///   or not well-formed.
    static func parse(
        _ part: String, of archive: borrowing ZipArchive, into receiver: any XMLReceiver
    ) throws {
        guard let stream = XMLStream(receiver) else {
            throw archive.broken(part, reason: "out of memory for parsing it")
        }
        func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws {
            if let reason = try stream.take(bytes, isLast: isLast) {
                throw archive.broken(part, reason: reason)
            }
        }
        try archive.read(part) { try take($0, isLast: false) }
        try take(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
    }

    /// Parses the next bytes; returns the error, if any.
    private func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws -> String? {
        let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
        let status = XML_Parse(parser, start, Int32(bytes.count), isLast ? 1 : 0)
        if let failure { throw failure }
        guard status != XML_STATUS_OK else { return nil }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
        return "\(reason ?? "it is not XML") in line \(XML_GetCurrentLineNumber(parser))"
    }

    private static func of(_ userData: UnsafeMutableRawPointer?) -> XMLStream {
        guard let userData else { preconditionFailure("expat lost its user data") }
        return Unmanaged.fromOpaque(userData).takeUnretainedValue()
    }

    @inline(__always)
    private func attempt(_ body: (any XMLReceiver) throws -> Void) {
        guard failure == nil else { return }
        do {
            try body(receiver)
        } catch {
            failure = error
            XML_StopParser(parser, 0)
        }
    }
}
