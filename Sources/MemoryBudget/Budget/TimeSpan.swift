/// Parsing and formatting of durations such as a timeout.
package enum TimeSpan {
    private static let units = QuantityUnits(
        noun: "a time", example: "30s", names: "unit of time (ms, s, m, h, d, w)",
        units: [
            .init(name: "s", factor: 1e9, synonyms: ["s", "sec", "secs", "second", "seconds"]),
            .init(name: "m", factor: 60e9, synonyms: ["min", "mins", "minute", "minutes"]),
            .init(name: "h", factor: 3600e9, synonyms: ["h", "hr", "hrs", "hour", "hours"]),
            .init(name: "d", factor: 86_400e9, synonyms: ["d", "day", "days"]),
            .init(name: "w", factor: 604_800e9, synonyms: ["w", "week", "weeks"]),
            .init(
                name: "ms", factor: 1e6,
                synonyms: ["ms", "msec", "msecs", "millis", "millisecond", "milliseconds"]),
            // The micro sign, and the Greek letter that looks like it.
            .init(name: "us", factor: 1e3, synonyms: ["us", "\u{B5}s", "\u{3BC}s", "usec"]),
            .init(name: "ns", factor: 1, synonyms: ["ns", "nsec"]),
        ])

    /// Parses `500ms`, `30s`, `2m`, `1h`, `7d` or `2w`; also `30 sec`, `2min`, and `1h30m` with the
    /// larger unit first. A bare number is refused, and seconds are proposed.
    package static func parse(_ text: String) throws(QuantityError) -> Duration {
        try parse(text, proposing: "s")
    }

    /// Parses a duration, proposing another unit than seconds for a bare number.
    package static func parse(
        _ text: String, proposing unit: String
    ) throws(QuantityError) -> Duration {
        let bare = { (number: String, value: Double) -> String? in number + unit }
        let parts = try units.readings(in: text, bare: bare)
        guard zip(parts, parts.dropFirst()).allSatisfy({ $0.unit.factor > $1.unit.factor }) else {
            throw units.refusal(of: text, bare: bare)
        }
        let nanoseconds = parts.reduce(0) { $0 + $1.value * $1.unit.factor }
        guard nanoseconds <= 9e18 else {
            throw .tooLarge(text, largest: "2500000h")
        }
        return .nanoseconds(Int64(nanoseconds.rounded()))
    }

    /// Formats a duration with two or three significant figures and a unit: `412 ms`, `3.21 s`, `2
    /// min 05 s`.
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
    /// The duration in seconds, with its fraction.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// The duration in whole nanoseconds, at most 292 years.
    package var wholeNanoseconds: Int {
        Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
    }
}
