/// Conversions of JSON numbers from their text.
package enum JSONNumber {
    /// Returns an integer; `nil` for a number with a fraction, or beyond 64 bits.
    package static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
        // Eighteen digits can't overflow.
        guard bytes.count <= 18 else { return byText(bytes) }
        let isNegative = bytes.first == UInt8(ascii: "-")
        var number = 0
        for byte in isNegative ? bytes.dropFirst() : bytes[...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                return byText(bytes)
            }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return isNegative ? -number : number
    }

    private static func byText(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let text = String(decoding: bytes, as: UTF8.self)
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }
}
