internal import MemoryBudget

/// Numbers in readable form. A column uses one unit, so that its figures can be compared.
enum Figures {
    /// The memory unit of a whole column.
    struct MemoryUnit: Hashable {
        let name: String
        let shift: Int

        /// Chooses MiB, or the first larger unit in which no value has more than five digits.
        init(for values: [Double]) {
            let largest = values.map(abs).max() ?? 0
            let units = [("MiB", 20), ("GiB", 30), ("TiB", 40), ("PiB", 50)]
            let fitting = units.first { largest / Double(1 << $0.1) < 99_999.5 }
            (name, shift) = fitting ?? ("PiB", 50)
        }

        /// Returns one decimal below a thousand and none above, which keeps columns narrow.
        func text(_ bytes: Double) -> String {
            let value = bytes / Double(1 << shift)
            return fixed(value, abs(value) < 999.95 ? 1 : 0)
        }

        /// Returns `13.0–13.2`.
        func text(_ low: Double, _ high: Double) -> String {
            "\(text(low))–\(text(high))"
        }
    }

    /// The speed unit of a whole column: `k rows/s`.
    struct RateUnit: Hashable {
        let prefix: String
        private let factor: Double
        private let digits: Int

        /// Chooses the prefix that gives the largest value one to four digits before the point.
        init(for values: [Double]) {
            let largest = values.max() ?? 0
            let prefixes = [("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9)]
            let fitting = prefixes.first { largest / $0.1 < 9_999.5 }
            (prefix, factor) = fitting ?? ("T", 1e12)
            digits = largest / factor < 9.95 ? 2 : largest / factor < 999.95 ? 1 : 0
        }

        /// Returns three significant figures, independent of the rest of the column.
        func brief(_ rate: Double) -> String {
            let value = rate / factor
            return fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
        }

        /// Returns as many decimals as the largest value of the column needs.
        func text(_ rate: Double) -> String {
            let value = rate / factor
            let text = fixed(value, digits)
            let isLost = value > 0 && !text.contains { $0 != "0" && $0 != "." }
            return isLost ? "<\(fixed(digits == 0 ? 1 : digits == 1 ? 0.1 : 0.01, digits))" : text
        }
    }

    /// Returns a ratio: `0.09×`, `2.1×`, `180×`, `12k×`.
    static func ratio(_ value: Double) -> String {
        guard value.isFinite, value >= 0 else { return "" }
        if value > 0, value < 0.005 { return "<0.01×" }
        if value < 0.995 { return "\(fixed(value, 2))×" }
        if value < 99.95 { return "\(fixed(value, 1))×" }
        for (suffix, factor) in [("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9)]
        where value / factor < 9_999.5 {
            return "\(fixed(value / factor, 0))\(suffix)×"
        }
        return ">9999G×"
    }

    /// Returns a ratio close to 1, with two decimals: `1.01×`.
    static func closeRatio(_ value: Double) -> String {
        value.isFinite && (0.005..<9.995).contains(value) ? "\(fixed(value, 2))×" : ratio(value)
    }

    /// Returns a count with three significant figures: `412`, `59.2k`, `4.10M`.
    static func count(_ value: Int) -> String {
        let magnitude = abs(Double(value))
        if magnitude < 9_999.5 { return grouped(value) }
        for (suffix, factor) in [("k", 1e3), ("M", 1e6), ("G", 1e9)]
        where magnitude / factor < 999.5 {
            let scaled = Double(value) / factor
            return fixed(scaled, abs(scaled) < 9.995 ? 2 : abs(scaled) < 99.95 ? 1 : 0) + suffix
        }
        return "\(fixed(Double(value) / 1e12, 1))T"
    }

    /// Returns a share in whole percent; small non-zero shares give `<1 %`, never `0 %`.
    static func percent(_ share: Double) -> String {
        "\(wholePercent(share)) %"
    }

    /// Returns `37–61 %`, or one figure if both ends read the same.
    static func percent(_ low: Double, _ high: Double) -> String {
        let ends = [low, high].map(wholePercent)
        return "\(ends[0] == ends[1] ? ends[1] : "\(ends[0])–\(ends[1])") %"
    }

    private static func wholePercent(_ share: Double) -> String {
        if share > 0, share < 0.005 { return "<1" }
        if share < 1, share >= 0.995 { return ">99" }
        return fixed(share * 100, 0)
    }

    /// Returns a number of bytes in words: `31.4 MiB`.
    static func bytes(_ count: Double) -> String {
        ByteCount(Int(min(max(count.rounded(), -9e18), 9e18))).description
    }

    /// Returns `32.1–32.4 MiB`, or one figure if both ends read the same.
    static func bytes(_ low: Double, _ high: Double) -> String {
        let ends = [low, high].map(bytes)
        if ends[0] == ends[1] { return ends[0] }
        let words = ends.map { $0.split(separator: " ") }
        return words[0].last == words[1].last
            ? "\(words[0][0])–\(ends[1])" : "\(ends[0]) to \(ends[1])"
    }

    /// Returns a number with three significant figures, for values that may be small: `0.12`.
    static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        return fixed(value, magnitude < 0.995 ? 3 : magnitude < 9.95 ? 2 : magnitude < 99.5 ? 1 : 0)
    }

    /// Returns the format of ``number(_:)``, with enough extra decimals to tell two different
    /// values apart: a value over its limit must not look equal to it.
    static func numbers(telling value: Double, from limit: Double) -> (Double) -> String {
        guard value != limit, number(value) == number(limit) else { return number }
        let digits = (2...9).first { fixed(value, $0) != fixed(limit, $0) } ?? 9
        return { fixed($0, digits) }
    }

    /// Returns a number with a proper minus sign: `−3.1`.
    static func signed(_ value: Double, _ digits: Int) -> String {
        let text = fixed(value, digits)
        return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }

    /// Returns ` (17.9 MiB to 18.4 MiB)`; empty if both ends read like the estimate.
    static func ends(_ interval: Interval, as words: (Double) -> String) -> String {
        let ends = [interval.low, interval.high].map(words)
        let estimate = words(interval.estimate)
        return ends == [estimate, estimate] ? "" : " (\(ends[0]) to \(ends[1]))"
    }

    /// Returns `1 trial`, `3 trials`.
    static func plural(_ count: Int, _ noun: String) -> String {
        counted(count, of: noun + "s")
    }

    /// Returns `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
    ///
    /// - Parameter shownMax: The maximum number of names shown in full; default 4.
    static func list(_ names: [String], shownMax: Int = 4) -> String {
        let isShortened = names.count > shownMax
        let shown =
            isShortened
            ? names.prefix(shownMax - 1) + ["\(names.count - shownMax + 1) more"] : names
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}
