/// The bytes of one file, in a buffer that grows to the largest file and is used again.
///
/// Whoever appends has reserved room before: the bytes and 32 more, because words and tuples are
/// stored in whole vectors.
struct FileText: ~Copyable {
    /// Bytes so far.
    private(set) var count = 0
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18

    init() {
        base = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
    }

    /// Behind the last byte; valid until the next `reserve`.
    var end: UnsafeMutablePointer<UInt8> { base + count }

    /// The bytes from an offset on; valid until the next change.
    func bytes(from offset: Int = 0) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + offset, count: count - offset)
    }

    /// Begins the next file.
    mutating func clear() {
        count = 0
    }

    /// Makes sure that so many bytes can be appended.
    mutating func reserve(_ room: Int) {
        guard count + room > capacity else { return }
        while count + room > capacity { capacity *= 2 }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }

    /// Takes over what was written behind the last byte.
    mutating func advance(to end: UnsafeMutablePointer<UInt8>) {
        count = end - base
        precondition(count <= capacity, "a record is longer than the room reserved for it")
    }

    /// Takes bytes away from the end.
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

    /// Appends any bytes, for rare cases: reserves room for them and keeps what was reserved.
    mutating func append(rare bytes: some Sequence<UInt8>) {
        for byte in bytes {
            reserve(RecordWriter.roomBytes)
            append(byte)
        }
    }

    /// Appends one byte very often, and keeps what was reserved.
    mutating func append(_ byte: UInt8, count: Int) {
        reserve(count + RecordWriter.roomBytes)
        end.initialize(repeating: byte, count: count)
        self.count += count
    }

    /// Appends a canonical decimal.
    @inline(__always)
    mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        let magnitude = abs(value)
        append(decimal: magnitude, digits: decimalDigits(of: magnitude))
    }

    /// Appends a decimal of exactly `digits` digits, with leading zeros.
    @inline(__always)
    mutating func append(decimal value: Int, digits: Int) {
        end.writeDecimal(value, digits: digits)
        count += digits
    }
}
