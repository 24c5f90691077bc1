package import HTTPClient

/// A tokenizer of JSON text as its bytes arrive, in memory independent of the text's length.
///
/// It checks the grammar of RFC 8259 to the end, so that truncated or damaged text is detected.
///
/// ```swift
/// func parse(_ bytes: [UInt8], into receiver: inout some JSONReceiver) throws {
///     var tokenizer = JSONTokenizer()
///     try bytes.withUnsafeBytes { try tokenizer.feed($0, to: &receiver) }
///     try tokenizer.finish(&receiver)
/// }
/// ```
package struct JSONTokenizer {
    /// The maximum size of a string or number that is split between chunks, in bytes.
    static let partialByteCountMax = 64 << 10

    /// The kind of token that the last chunk ended in.
    private enum Partial {
        case none, text, escapedText, number, word
    }

    private var place = JSONPosition()
    private var partial = Partial.none
    private var partialBytes: [UInt8] = []

    /// Creates a tokenizer at the start of a text.
    package init() {}

    /// Parses the next bytes of the text.
    ///
    /// - Throws: ``MalformedBody``.
    package mutating func feed(
        _ bytes: UnsafeRawBufferPointer, to receiver: inout some JSONReceiver
    ) throws(MalformedBody) {
        var position = 0
        if partial != .none { position = try resume(bytes, receiver: &receiver) }
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                position += 1
            case UInt8(ascii: "\""):
                position = try text(bytes, from: position + 1, receiver: &receiver)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                position = try run(bytes, from: position, kind: .number, receiver: &receiver)
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                position = try run(bytes, from: position, kind: .word, receiver: &receiver)
            default:
                mark(try place.take(byte), receiver: &receiver)
                position += 1
            }
        }
    }

    /// Checks that the text is complete.
    ///
    /// - Throws: ``MalformedBody``.
    package mutating func finish(_ receiver: inout some JSONReceiver) throws(MalformedBody) {
        if partial == .number || partial == .word { try endRun(&receiver) }
        guard partial == .none, place.isAtEnd else {
            throw MalformedBody("truncated JSON")
        }
    }

    private func mark(_ mark: JSONPosition.Mark, receiver: inout some JSONReceiver) {
        switch mark {
        case .open(let container): receiver.open(container)
        case .close(let container): receiver.close(container)
        case .separator: break
        }
    }

    private mutating func resume(
        _ bytes: UnsafeRawBufferPointer, receiver: inout some JSONReceiver
    ) throws(MalformedBody) -> Int {
        switch partial {
        case .none: 0
        case .text, .escapedText: try resumeText(bytes, from: 0, receiver: &receiver)
        case .number, .word: try resumeRun(bytes, receiver: &receiver)
        }
    }

    private mutating func keep(_ bytes: Slice<UnsafeRawBufferPointer>) throws(MalformedBody) {
        guard partialBytes.count + bytes.count <= Self.partialByteCountMax else {
            throw MalformedBody("JSON with an overlong string or number")
        }
        partialBytes.append(contentsOf: bytes)
    }

    // MARK: Strings

    /// Parses a string after its opening quote; returns the position after it.
    private mutating func text(
        _ bytes: UnsafeRawBufferPointer, from start: Int, receiver: inout some JSONReceiver
    ) throws(MalformedBody) -> Int {
        let end = JSONText.end(in: bytes, from: start)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            try deliver(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: &receiver)
            return end + 1
        }
        partial = .text
        return try resumeText(bytes, from: start, receiver: &receiver)
    }

    private mutating func resumeText(
        _ bytes: UnsafeRawBufferPointer, from start: Int, receiver: inout some JSONReceiver
    ) throws(MalformedBody) -> Int {
        var position = start
        while position < bytes.count {
            // The character after a backslash is part of the string in any case.
            let literalCount = partial == .escapedText ? 1 : 0
            let end = JSONText.end(in: bytes, from: position + literalCount)
            try keep(bytes[position..<end])
            partial = .text
            guard end < bytes.count else { return end }
            position = end + 1
            if bytes[end] == UInt8(ascii: "\"") {
                try endText(&receiver)
                return position
            }
            guard bytes[end] == UInt8(ascii: "\\") else {
                throw MalformedBody("JSON with a control character in a string")
            }
            try keep(bytes[end...end])
            partial = .escapedText
        }
        return position
    }

    private mutating func endText(_ receiver: inout some JSONReceiver) throws(MalformedBody) {
        partial = .none
        try JSONText.unescape(&partialBytes)
        let bytes = partialBytes
        partialBytes.removeAll()
        try bytes.withUnsafeBufferPointer { text throws(MalformedBody) in
            try deliver(UnsafeRawBufferPointer(text), to: &receiver)
        }
    }

    @inline(__always)
    private mutating func deliver(
        _ text: UnsafeRawBufferPointer, to receiver: inout some JSONReceiver
    ) throws(MalformedBody) {
        if try place.takeText() { receiver.name(text) } else { receiver.text(text) }
    }

    // MARK: Numbers and literals

    private mutating func run(
        _ bytes: UnsafeRawBufferPointer, from start: Int, kind: Partial,
        receiver: inout some JSONReceiver
    ) throws(MalformedBody) -> Int {
        let end = JSONText.endOfRun(in: bytes, from: start)
        let run = bytes[start..<end]
        if end < bytes.count {
            try deliver(UnsafeRawBufferPointer(rebasing: run), kind: kind, to: &receiver)
        } else {
            // A number at the end of a chunk may continue in the next.
            partial = kind
            try keep(run)
        }
        return end
    }

    private mutating func resumeRun(
        _ bytes: UnsafeRawBufferPointer, receiver: inout some JSONReceiver
    ) throws(MalformedBody) -> Int {
        let end = JSONText.endOfRun(in: bytes, from: 0)
        try keep(bytes[..<end])
        if end < bytes.count { try endRun(&receiver) }
        return end
    }

    private mutating func endRun(_ receiver: inout some JSONReceiver) throws(MalformedBody) {
        let kind = partial
        let bytes = partialBytes
        partial = .none
        partialBytes.removeAll()
        try bytes.withUnsafeBufferPointer { run throws(MalformedBody) in
            try deliver(UnsafeRawBufferPointer(run), kind: kind, to: &receiver)
        }
    }

    private mutating func deliver(
        _ run: UnsafeRawBufferPointer, kind: Partial, to receiver: inout some JSONReceiver
    ) throws(MalformedBody) {
        try place.takeValue()
        if kind == .number {
            guard JSONText.isNumber(run) else { throw MalformedBody("JSON with an invalid number") }
            receiver.number(run)
        } else {
            guard let literal = JSONText.literal(run) else { throw MalformedBody("not JSON") }
            receiver.literal(literal)
        }
    }
}
