import HTTPClient

/// Functions for the strings, numbers and literals of JSON, as bytes.
enum JSONText {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Returns the index of a string's next quote, backslash or control character; the end of
    /// `bytes` if there is none.
    @inline(__always)
    static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            let found =
                zeros(word ^ ones &* UInt64(UInt8(ascii: "\"")))
                | zeros(word ^ ones &* UInt64(UInt8(ascii: "\\")))
                | zeros(word & (ones &* 0xE0))
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < bytes.count, !isSpecial(bytes[position]) { position += 1 }
        return position
    }

    /// Returns a word in which the high bit marks each zero byte, exact up to the first of them.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & highs
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20
    }

    /// Returns the end of a number or literal that begins at `start`, at most the end of `bytes`.
    @inline(__always)
    static func endOfRun(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        while end < bytes.count, isOfRun(bytes[end]) { end += 1 }
        return end
    }

    /// Returns whether a byte can be part of a number or literal.
    @inline(__always)
    private static func isOfRun(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// Returns the value of a literal; `nil` if there is no such literal.
    static func literal(_ bytes: UnsafeRawBufferPointer) -> JSONLiteral? {
        switch String(decoding: bytes, as: UTF8.self) {
        case "null": .null
        case "true": .yes
        case "false": .no
        default: nil
        }
    }

    /// Returns whether bytes are a number in JSON's grammar: `-0.5e+7` is, `01`, `.5` and `1.` are
    /// not.
    static func isNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        func takeDigits() -> Int {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let count = takeDigits()
        guard count == 1 || count > 1 && !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard takeDigits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// Replaces the escapes of a string in place.
    ///
    /// - Throws: ``MalformedBody`` for an unknown escape or an incomplete surrogate pair.
    static func unescape(_ bytes: inout [UInt8]) throws(MalformedBody) {
        guard bytes.contains(UInt8(ascii: "\\")) else { return }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { throw MalformedBody("not JSON") }
            if letter == UInt8(ascii: "u") {
                let scalar = try scalar(&rest)
                result.append(contentsOf: Array(String(Character(scalar)).utf8))
            } else {
                guard let plain = plain(letter) else { throw MalformedBody("an invalid escape") }
                result.append(plain)
            }
        }
        bytes = result
    }

    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        default: nil
        }
    }

    /// Returns the character of one or two `\u` escapes, the first `\u` of which is already
    /// consumed.
    private static func scalar(
        _ rest: inout ArraySlice<UInt8>
    ) throws(MalformedBody) -> Unicode.Scalar {
        let first = try unit(&rest)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), rest.popFirst() == UInt8(ascii: "\\"),
            rest.popFirst() == UInt8(ascii: "u")
        else { throw MalformedBody("an incomplete surrogate pair") }
        let second = try unit(&rest)
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw MalformedBody("an incomplete surrogate pair") }
        return scalar
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) throws(MalformedBody) -> UInt32 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard digits.count == 4,
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
        else { throw MalformedBody("an invalid escape") }
        return number
    }
}
