extension UnsafeMutablePointer<UInt8> {
    /// Writes a nonnegative number with exactly `digits` digits, including leading zeros.
    @inline(__always)
    func writeDecimal(_ value: Int, digits: Int) {
        var rest = UInt64(value)
        for place in stride(from: digits - 1, through: 0, by: -1) {
            self[place] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        }
    }
}

/// Returns the number of decimal digits of a nonnegative number.
@inline(__always)
func decimalDigits(of value: Int) -> Int {
    var digits = 1
    var bound = 10
    while digits < 18 && value >= bound {
        digits += 1
        bound *= 10
    }
    return digits
}
