/// An order-independent digest of a set of rows: equal sets of rows give equal digests, whatever
/// the order they are read in; a missing, doubled or changed row shows.
///
/// Each row is hashed over its fields' bytes, a separator after each; the digest is the sum of the
/// hashes modulo 2⁶⁴, and the count. The hash is FNV-1a by 8-byte words with the finaliser of
/// MurmurHash3, which spreads the bits so that sums don't cancel.
package struct RowDigest: Hashable, Sendable {
    /// How many rows were added.
    package private(set) var count = 0
    private var sum: UInt64 = 0

    /// Creates the digest of no rows.
    package init() {}

    /// Adds one row.
    package mutating func add(_ row: RowHash) {
        count += 1
        sum &+= row.finished
    }

    /// Joins the rows of another digest.
    package mutating func merge(_ other: RowDigest) {
        count += other.count
        sum &+= other.sum
    }

    /// Sixteen hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The hash of one row, field by field.
package struct RowHash: Sendable {
    @usableFromInline var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Creates the hash of a row without fields.
    @inlinable
    package init() {}

    /// Adds the next field's bytes.
    @inlinable
    package mutating func addField(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(tail)
        mix(UInt64(bytes.count) | 1 << 63)
    }

    /// Adds the next field's text, as UTF-8.
    package mutating func addField(_ text: String) {
        var text = text
        text.withUTF8 { addField(UnsafeRawBufferPointer($0)) }
    }

    /// Adds the next field's number, as its decimal text.
    ///
    /// The same as `addField(String(number))`, at a fraction of the cost.
    package mutating func addField(decimal number: Int64) {
        // The longest is -9223372036854775808.
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { text in
            var start = text.count
            var rest = number.magnitude
            repeat {
                start -= 1
                text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                start -= 1
                text[start] = UInt8(ascii: "-")
            }
            addField(UnsafeRawBufferPointer(rebasing: text[start...]))
        }
    }

    @inlinable
    mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x0000_0100_0000_01B3
        state ^= state >> 29
    }

    var finished: UInt64 {
        var hash = state
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}
