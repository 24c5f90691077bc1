/// Returns whether bytes are valid UTF-8; checks pure ASCII text 16 bytes at a time.
package func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let asciiCount = asciiPrefixCount(bytes)
    guard asciiCount < bytes.count else { return true }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[asciiCount...])
    return rest.withMemoryRebound(to: UInt8.self) { rest in
        (try? UTF8Span(validating: rest.span)) != nil
    }
}

/// Returns a number of leading bytes that are ASCII; all of them, if all are.
private func asciiPrefixCount(_ bytes: UnsafeRawBufferPointer) -> Int {
    let high = SIMD2<UInt64>(repeating: 0x8080_8080_8080_8080)
    var offset = 0
    while offset + 16 <= bytes.count {
        let words = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self) & high
        guard words[0] | words[1] == 0 else { return offset }
        offset += 16
    }
    while offset < bytes.count, bytes[offset] < 0x80 { offset += 1 }
    return offset
}
