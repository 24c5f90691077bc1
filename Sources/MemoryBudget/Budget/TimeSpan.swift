/// Reading and printing of durations such as a timeout.
package enum TimeSpan {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
        ("d", 86_400e9), ("w", 604_800e9),
    ]

    /// Reads `500ms`, `30s`, `2m`, `1h`, `7d` or `2w`; a bare number is refused, seconds proposed.
    package static func parse(_ text: String) throws(QuantityError) -> Duration {
        let (number, suffix) = splitQuantity(text)
        guard let value = Double(number), value >= 0 else {
            throw QuantityError("'\(text)' is not a time", proposal: "30s")
        }
        guard let unit = units.first(where: { $0.suffix == suffix }) else {
            throw QuantityError(
                "'\(text)' has no unit of time (ms, s, m, h, d, w)",
                proposal: number + nearestUnit(to: suffix))
        }
        guard value * unit.nanoseconds <= 9e18 else {
            throw .tooLarge(text, largest: "2500000h")
        }
        return .nanoseconds(Int64((value * unit.nanoseconds).rounded()))
    }

    private static func nearestUnit(to suffix: String) -> String {
        let word = suffix.lowercased()
        if word.hasPrefix("ms") || word.hasPrefix("mil") { return "ms" }
        if word.hasPrefix("m") { return "m" }
        return ["h", "d", "w"].first { word.hasPrefix($0) } ?? "s"
    }

    /// Two or three significant figures and a unit: `412 ms`, `3.21 s`, `2 min 05 s`.
    package static func describe(_ duration: Duration) -> String {
        let seconds = duration.seconds
        if seconds < 0.0009995 { return "\(fixed(seconds * 1e6, 0)) µs" }
        if seconds < 0.0995 { return "\(fixed(seconds * 1e3, 1)) ms" }
        if seconds < 0.9995 { return "\(fixed(seconds * 1e3, 0)) ms" }
        if seconds < 99.95 { return "\(fixed(seconds, seconds < 9.995 ? 2 : 1)) s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
        return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}

extension Duration {
    /// The whole of it, in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// The whole of it, in nanoseconds (292 years at most).
    package var wholeNanoseconds: Int {
        Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
    }
}
