/// Copies a field and returns whether it may need quotes, in one pass over eight bytes at a time.
///
/// Fields are too short for a call of memcpy to be cheap.
@inline(__always)
func copyField(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Bool {
    let count = bytes.count
    guard count >= 8 else { return copyShortField(bytes, to: target) }
    var suspects: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= count {
        suspects |= copyWord(bytes, to: target, at: offset)
        offset &+= 8
    }
    // The last word overlaps the one before.
    if offset < count { suspects |= copyWord(bytes, to: target, at: count &- 8) }
    return suspects != 0
}

@inline(__always)
private func copyWord(
    _ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer, at offset: Int
) -> UInt64 {
    let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
    return bytesBelowDash(word)
}

@inline(__always)
private func copyShortField(
    _ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer
) -> Bool {
    let count = bytes.count
    if count >= 4 {
        let head = bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
        let tail = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
        target.storeBytes(of: head, as: UInt32.self)
        target.storeBytes(of: tail, toByteOffset: count &- 4, as: UInt32.self)
        return bytesBelowDash(UInt64(head) << 32 | UInt64(tail)) != 0
    }
    var isSuspect = false
    for index in 0..<count {
        let byte = bytes[index]
        target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        if byte < UInt8(ascii: "-") { isSuspect = true }
    }
    return isSuspect
}

/// Returns whether bytes contain the delimiter, a quote or a line end.
func needsQuotes(_ bytes: UnsafeRawBufferPointer, delimiter: UInt8) -> Bool {
    let quote = UInt8(ascii: "\"")
    let lineFeed = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    var offset = 0
    while offset &+ 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let found =
            bytesEqual(word, to: delimiter) | bytesEqual(word, to: quote)
            | bytesEqual(word, to: lineFeed)
            | bytesEqual(word, to: carriageReturn)
        if found != 0 { return true }
        offset &+= 8
    }
    while offset < bytes.count {
        let byte = bytes[offset]
        if byte == delimiter || byte == quote || byte == lineFeed || byte == carriageReturn {
            return true
        }
        offset &+= 1
    }
    return false
}

/// Returns nonzero if one of eight bytes is less than `-`.
///
/// All bytes that need quotes are less: comma, tab, quote, line feed and carriage return. Of the
/// common bytes that need none, only the space is.
@inline(__always)
private func bytesBelowDash(_ word: UInt64) -> UInt64 {
    (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080
}

/// Returns nonzero if one of eight bytes equals `byte`.
@inline(__always)
private func bytesEqual(_ word: UInt64, to byte: UInt8) -> UInt64 {
    let difference = word ^ 0x0101_0101_0101_0101 &* UInt64(byte)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
}

/// Writes a number's digits and returns their number, at most 20 bytes.
@inline(__always)
func writeDecimal(_ number: Int64, to start: UnsafeMutableRawPointer) -> Int {
    var rest = number.magnitude
    var count = number < 0 ? 2 : 1
    var bound: UInt64 = 10
    while rest >= bound {
        count += 1
        let (next, overflows) = bound.multipliedReportingOverflow(by: 10)
        if overflows { break }
        bound = next
    }
    if number < 0 { start.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self) }
    var place = count
    repeat {
        place -= 1
        let digit = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
        start.storeBytes(of: digit, toByteOffset: place, as: UInt8.self)
        rest /= 10
    } while rest > 0
    return count
}
