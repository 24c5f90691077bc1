import MemoryBudget

/// A writer of one CSV row straight into a buffer, which hashes the fields at the same time.
///
/// A field is first written unquoted, hashed when it ends, and only then quoted, in place. The
/// caller guarantees room: the row's bytes and 16 more, because words are stored 16 bytes at once.
struct FieldWriter {
    /// The position after the last written byte.
    private(set) var end: UnsafeMutablePointer<UInt8>
    /// The hash of the finished fields.
    private(set) var hash = RowHash()
    private var fieldStart: UnsafeMutablePointer<UInt8>

    init(at start: UnsafeMutablePointer<UInt8>) {
        end = start
        fieldStart = start
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        end.pointee = byte
        end += 1
    }

    @inline(__always)
    mutating func append(_ word: Word) {
        UnsafeMutableRawPointer(end).storeBytes(of: word.bytes, as: SIMD16<UInt8>.self)
        end += word.count
    }

    /// Appends short text; for rare cases, not the hot path.
    mutating func append(_ text: StaticString) {
        end.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        end += text.utf8CodeUnitCount
    }

    /// Appends a decimal number in canonical form.
    @inline(__always)
    mutating func append(decimal value: Int) {
        append(decimal: value, digits: decimalDigits(of: value))
    }

    /// Appends a decimal number of exactly `digits` digits, including leading zeros.
    @inline(__always)
    mutating func append(decimal value: Int, digits: Int) {
        end.writeDecimal(value, digits: digits)
        end += digits
    }

    /// Ends a text field: hashes it, quotes it if requested, and writes the comma.
    @inline(__always)
    mutating func endField(isQuoted: Bool = false) {
        hash.addField(UnsafeRawBufferPointer(start: fieldStart, count: end - fieldStart))
        if isQuoted { quote() }
        beginNext()
    }

    /// Ends a field that is stored as this integer.
    @inline(__always)
    mutating func endField(integer value: Int) {
        hash.addField(integer: Int64(value))
        beginNext()
    }

    /// Ends a field that is stored as this many hundredths, divided by 100.
    @inline(__always)
    mutating func endField(hundredths value: Int) {
        hash.addField(real: Double(value) / 100)
        beginNext()
    }

    @inline(__always)
    private mutating func beginNext() {
        append(UInt8(ascii: ","))
        fieldStart = end
    }

    /// Ends the row: replaces the last field's comma by the line end.
    mutating func endRow() {
        (end - 1).pointee = UInt8(ascii: "\n")
    }

    /// Quotes the field and doubles the quotes in it, from the back, in place.
    private mutating func quote() {
        let mark = UInt8(ascii: "\"")
        var source = end
        let quotes = UnsafeBufferPointer(start: fieldStart, count: end - fieldStart)
            .count { $0 == mark }
        end += quotes + 2
        var target = end - 1
        target.pointee = mark
        while source > fieldStart {
            source -= 1
            target -= 1
            target.pointee = source.pointee
            if source.pointee == mark {
                target -= 1
                target.pointee = mark
            }
        }
        fieldStart.pointee = mark
    }
}

/// Up to 15 bytes of UTF-8 that are copied with one 16-byte store.
struct Word: Sendable {
    let bytes: SIMD16<UInt8>
    let count: Int

    init(_ text: some StringProtocol) {
        precondition(text.utf8.count < 16, "a word has at most 15 bytes: \(text)")
        var bytes = SIMD16<UInt8>()
        for (index, byte) in text.utf8.enumerated() { bytes[index] = byte }
        self.bytes = bytes
        count = text.utf8.count
    }

    /// The word as a string, for rare cases.
    var text: String {
        withUnsafeBytes(of: bytes) { String(decoding: $0[..<count], as: UTF8.self) }
    }
}
