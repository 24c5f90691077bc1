/// A hash of one row, computed field by field with the type of each field: NULL, empty text, the
/// number 1 and the text `1` all differ.
///
/// Bytes are hashed eight at a time. Each step multiplies two 64-bit words into 128 bits, with the
/// constants of wyhash and rapidhash (Wang Yi, <https://github.com/wangyi-fudan/wyhash>; Nicolas De
/// Carli, <https://github.com/Nicoshev/rapidhash>). Unlike there, both halves of the product stay
/// in a 128-bit state, and the word is part of both factors. So a linear equation doesn't yield the
/// second word that would compensate for a changed first one.
package struct RowHash: Sendable {
    @usableFromInline var low: UInt64 = 0x2D35_8DCC_AA6C_78A5
    @usableFromInline var high: UInt64 = 0x8BB8_4B93_962E_ACC9

    /// The kind of a word. The last word of a field states the field's type, so that different
    /// lists of fields never give the same words.
    @usableFromInline
    enum Role {
        /// Eight bytes of a text or blob.
        @inlinable static var bytes: UInt64 { 0x4B33_A62E_D433_D4A3 }
        /// The remaining bytes of a text, and their number.
        @inlinable static var text: UInt64 { 0x4D5A_2DA5_1DE1_AA47 }
        /// The remaining bytes of a blob, and their number.
        @inlinable static var blob: UInt64 { 0xA076_1D64_78BD_642F }
        @inlinable static var integer: UInt64 { 0xE703_7ED1_A0B4_28DB }
        @inlinable static var real: UInt64 { 0x90ED_1765_281C_388C }
        @inlinable static var null: UInt64 { 0x8EBC_6AF0_9C88_C6E3 }
    }

    /// Creates the hash of a row without fields.
    @inlinable
    package init() {}

    /// Adds a text as the next field, given its bytes.
    @inlinable
    package mutating func addField(_ bytes: UnsafeRawBufferPointer) {
        add(bytes, as: Role.text)
    }

    /// Adds a text as the next field, in UTF-8.
    package mutating func addField(_ text: String) {
        var text = text
        text.withUTF8 { addField(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a blob as the next field.
    package mutating func addField(blob bytes: UnsafeRawBufferPointer) {
        add(bytes, as: Role.blob)
    }

    /// Adds a whole number as the next field.
    @inlinable
    package mutating func addField(integer number: Int64) {
        mix(UInt64(bitPattern: number), as: Role.integer)
    }

    /// Adds a floating-point number as the next field. All bits count, except that the two zeros
    /// are equal.
    @inlinable
    package mutating func addField(real number: Double) {
        mix((number + 0).bitPattern, as: Role.real)
    }

    /// Adds NULL as the next field.
    @inlinable
    package mutating func addNull() {
        mix(0, as: Role.null)
    }

    @inlinable
    mutating func add(_ bytes: UnsafeRawBufferPointer, as role: UInt64) {
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.word(at: offset), as: Role.bytes)
            offset += 8
        }
        mix(
            bytes.rest(from: offset) | UInt64(truncatingIfNeeded: bytes.count &- offset) &<< 56,
            as: role)
    }

    @inlinable
    mutating func mix(_ word: UInt64, as role: UInt64) {
        let left = low ^ word
        let right = (high ^ role) &+ (word &<< 32 | word &>> 32)
        let product = left.multipliedFullWidth(by: right)
        low = product.low &+ right
        high = product.high ^ left
    }

    /// The state reduced to one word by the finaliser of MurmurHash3, so that the sums of similar
    /// rows don't cancel.
    var finished: UInt64 {
        let product = (low ^ 0x5899_65CC_7537_4CC3).multipliedFullWidth(by: high | 1)
        var hash = product.high ^ product.low &+ high
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}

extension UnsafeRawBufferPointer {
    @inlinable
    func word(at offset: Int) -> UInt64 {
        loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }

    /// Returns the last bytes, fewer than eight, as the low bytes of a word.
    @inlinable
    func rest(from offset: Int) -> UInt64 {
        let rest = count &- offset
        if rest == 0 { return 0 }
        // Loads the eight bytes that end here, and shifts out the earlier ones.
        if offset > 0 {
            return word(at: count &- 8) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* rest)
        }
        if rest >= 4 {
            let first = loadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian
            let last = loadUnaligned(fromByteOffset: rest &- 4, as: UInt32.self).littleEndian
            // The two loads agree where they overlap.
            return UInt64(first) | UInt64(last) &<< UInt64(truncatingIfNeeded: 8 &* (rest &- 4))
        }
        let middle = rest / 2
        return UInt64(self[0])
            | UInt64(self[middle]) &<< UInt64(truncatingIfNeeded: 8 &* middle)
            | UInt64(self[rest &- 1]) &<< UInt64(truncatingIfNeeded: 8 &* (rest &- 1))
    }
}
