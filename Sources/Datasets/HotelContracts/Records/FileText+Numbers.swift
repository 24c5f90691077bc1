extension FileText {
    /// Appends thousandths with three places; without trailing zeros if loose.
    mutating func append(thousandths value: Int, isLoose: Bool = false) {
        if value < 0 || (isLoose && value == 0) { append(UInt8(ascii: "-")) }
        let (whole, places) = abs(value).quotientAndRemainder(dividingBy: 1_000)
        append(decimal: whole)
        guard !isLoose else { return append(places: places) }
        append(UInt8(ascii: "."))
        append(decimal: places, digits: 3)
    }

    /// Appends what makes a whole number unusual, before its digits: `007`, `-0`.
    mutating func append(looseSignOf value: Int) {
        if value == 0 { append(UInt8(ascii: "-")) }
        if (1..<1_000_000).contains(value) { append("00") }
    }

    /// Appends no more places than the number needs, and no point without any.
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
