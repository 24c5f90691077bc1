/// A check for valid UTF-8, byte by byte (Unicode's table 3-7: no overlong forms, no surrogates,
/// nothing beyond U+10FFFF).
struct UTF8Check {
    private(set) var isValid = true
    private var missing = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether everything so far is valid and complete.
    var isWhole: Bool { isValid && missing == 0 }

    @inline(__always)
    mutating func consume(_ byte: UInt8) {
        if byte < 0x80 && missing == 0 { return }
        consumeRare(byte)
    }

    private mutating func consumeRare(_ byte: UInt8) {
        if missing > 0 {
            if byte < lowest || byte > highest { isValid = false }
            missing -= 1
            (lowest, highest) = (0x80, 0xBF)
            return
        }
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: isValid = false
        }
        switch byte {
        case 0xE0: lowest = 0xA0
        case 0xED: highest = 0x9F
        case 0xF0: lowest = 0x90
        case 0xF4: highest = 0x8F
        default: break
        }
    }
}
