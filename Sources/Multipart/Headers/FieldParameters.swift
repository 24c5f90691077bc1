/// A header's value with parameters, such as `form-data; name="file"; filename="a.csv"`.
struct FieldParameters {
    /// The value before the parameters, in lower case.
    let value: String
    /// The parameters in order, with lower-case names.
    private(set) var parameters: [(name: String, value: [UInt8])] = []

    /// Parses a value; `nil` if it is malformed.
    init?(_ text: some Collection<UInt8>) {
        var reader = Reader(Array(text))
        value = String(decoding: reader.word(until: [UInt8(ascii: ";")]), as: UTF8.self)
            .lowercased()
        guard !value.isEmpty else { return nil }
        while reader.skipSeparator() {
            if reader.isAtEnd { break }
            let name = reader.word(until: [UInt8(ascii: "="), UInt8(ascii: ";")])
            guard !name.isEmpty, reader.skip(UInt8(ascii: "=")), let value = reader.value() else {
                return nil
            }
            parameters.append((String(decoding: name, as: UTF8.self).lowercased(), value))
        }
        guard reader.isAtEnd else { return nil }
    }

    /// Returns all values of a parameter, of which a well-formed header has at most one.
    func values(of name: String) -> [[UInt8]] {
        parameters.filter { $0.name == name }.map(\.value)
    }
}

/// A position in a header's text.
private struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        skipBlanks()
    }

    var isAtEnd: Bool { position == bytes.count }

    private var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Reads the text up to any of `ends`, without blanks around it.
    mutating func word(until ends: [UInt8]) -> [UInt8] {
        let start = position
        while let byte = next, !ends.contains(byte) { position += 1 }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let wordEnd = bytes[start..<position].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return Array(bytes[start..<wordEnd])
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        skipBlanks()
        return true
    }

    mutating func skipSeparator() -> Bool { skip(UInt8(ascii: ";")) }

    /// Reads a parameter's value, quoted or not; `nil` if its quotes are not closed.
    mutating func value() -> [UInt8]? {
        guard skipOpeningQuote() else { return word(until: [UInt8(ascii: ";")]) }
        var value: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                skipBlanks()
                return value
            case UInt8(ascii: "\\") where next == UInt8(ascii: "\"") || next == byte:
                // Only quotes and backslashes are escaped; other backslashes, as in `C:\temp`, are
                // literal.
                value.append(bytes[position])
                position += 1
            default: value.append(byte)
            }
        }
        return nil
    }

    private mutating func skipOpeningQuote() -> Bool {
        guard next == UInt8(ascii: "\"") else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
            position += 1
        }
    }
}
