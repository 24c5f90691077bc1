/// A ticket's new barcode: eight digits, different for all ids from 0 to 99,999,999.
struct Barcode {
    static let digitCount = 8
    /// The SQL condition for tickets without a valid barcode.
    static let isMissingSQL = "barcode IS NULL OR length(barcode) <> \(digitCount)"

    private let number: Int64

    init(ticketID: Int64) {
        let modulus: Int64 = 100_000_000
        // Reduced first, so that no id overflows; the remainder of a negative id is negative.
        let rest = (ticketID % modulus * 48_271 + 12_345_678) % modulus
        number = rest < 0 ? rest + modulus : rest
    }

    /// The eight digits as text.
    var text: String {
        withUnsafeTemporaryAllocation(byteCount: Self.digitCount, alignment: 1) { memory in
            write(to: memory)
            return String(decoding: memory, as: UTF8.self)
        }
    }

    /// Writes the digits to memory of exactly eight bytes.
    func write(to memory: UnsafeMutableRawBufferPointer) {
        var rest = number
        for place in memory.indices.reversed() {
            memory[place] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        }
    }
}
