/// The bytes of one file, in a reused buffer that grows to the size of the largest file.
///
/// Callers reserve room before they append: 32 bytes more than they append, because words and
/// tuples are stored as whole vectors.
struct FileText: ~Copyable {
    /// The number of bytes so far.
    private(set) var count = 0
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18

    init() {
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    /// The position after the last byte; valid until the next `reserve`.
    var end: UnsafeMutablePointer<UInt8> { base + count }

    /// Returns the bytes from an offset on; valid until the next change.
    func bytes(from offset: Int = 0) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + offset, count: count - offset)
    }

    /// Empties the buffer for the next file.
    mutating func clear() {
        count = 0
    }

    /// Ensures that `room` bytes can be appended.
    mutating func reserve(_ room: Int) {
        guard count + room > capacity else { return }
        while count + room > capacity { capacity *= 2 }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// Removes bytes from the end.
    mutating func removeLast(_ bytes: Int) {
        count -= bytes
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        end.pointee = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ word: Word) {
        UnsafeMutableRawPointer(end).storeBytes(of: word.bytes, as: SIMD16<UInt8>.self)
        count += word.count
    }

    mutating func append(_ text: StaticString) {
        end.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    /// Appends any bytes, for rare cases: reserves room for them in addition to earlier
    /// reservations.
    mutating func append(rare bytes: some Sequence<UInt8>) {
        for byte in bytes {
            reserve(RecordWriter.roomBytes)
            append(byte)
        }
    }

    /// Appends one byte `count` times, in addition to earlier reservations.
    mutating func append(_ byte: UInt8, count: Int) {
        reserve(count + RecordWriter.roomBytes)
        end.initialize(repeating: byte, count: count)
        self.count += count
    }

    /// Appends a decimal number in canonical form.
    @inline(__always)
    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let magnitude = abs(value)
        append(decimal: magnitude, digits: decimalDigits(of: magnitude))
    }

    /// Appends a decimal number of exactly `digits` digits, including leading zeros.
    @inline(__always)
    mutating func append(decimal value: Int, digits: Int) {
        end.writeDecimal(value, digits: digits)
        count += digits
    }

    /// Appends thousandths with three decimal places; without trailing zeros if `isLoose`.
    mutating func append(thousandths value: Int, isLoose: Bool = false) {
        if value < 0 || (isLoose && value == 0) { append(UInt8(ascii: "-")) }
        let (whole, places) = abs(value).quotientAndRemainder(dividingBy: 1_000)
        append(decimal: whole)
        guard !isLoose else { return append(places: places) }
        append(UInt8(ascii: "."))
        append(decimal: places, digits: 3)
    }

    /// Appends an unusual prefix of an integer, before its digits: `007`, `-0`.
    mutating func append(looseSignOf value: Int) {
        if value == 0 { append(UInt8(ascii: "-")) }
        if (1..<1_000_000).contains(value) { append("00") }
    }

    /// Appends the necessary decimal places only, and no point if there are none.
    private mutating func append(places: Int) {
        guard places > 0 else { return }
        append(UInt8(ascii: "."))
        switch places {
        case _ where places % 100 == 0: append(decimal: places / 100, digits: 1)
        case _ where places % 10 == 0: append(decimal: places / 10, digits: 2)
        default: append(decimal: places, digits: 3)
        }
    }
}
