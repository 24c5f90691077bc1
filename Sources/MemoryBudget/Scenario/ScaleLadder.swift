/// The default scales of a measurement.
package enum ScaleLadder {
    /// The scales as shares of a file. Each is at least twice the previous one, as needed to
    /// determine a growth class. They are not all powers of two apart, which would hide the steps
    /// of a doubling table.
    private static let shares = [0.03, 0.08, 0.18, 0.45, 1]

    /// The scales for generated data, and for commands that generate their own.
    package static let generated = [5_000, 12_000, 27_000, 68_000, 150_000].map {
        Scale(units: $0)
    }

    /// Returns about five scales, ascending, up to the whole file or a round number just below it.
    ///
    /// - Parameter records: The number of records in the file; 0 gives no scales.
    package static func scales(upTo records: Int) -> [Scale] {
        shares.enumerated().map { index, share in
            let isWhole = index == shares.count - 1
            return rounded(Double(records) * share, figures: isWhole ? 3 : 2)
        }
        .filter { $0 > 0 }.uniqued().map { Scale(units: $0, label: label($0)) }
    }

    /// Rounds down to a whole number with at most this many non-zero digits.
    private static func rounded(_ value: Double, figures: Int) -> Int {
        var unit = 1
        let largest = (0..<figures).reduce(1) { largest, _ in largest * 10 }
        // Rounding errors can put a share slightly below a whole number.
        let whole = Int(value + 1e-6)
        while whole / unit >= largest { unit *= 10 }
        return whole / unit * unit
    }

    /// Returns the label of a scale, such as `650`, `41k` or `1.23M`.
    private static func label(_ units: Int) -> String {
        for (factor, suffix) in [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")]
        where units >= factor {
            let decimals = String(units % factor + factor).dropFirst()
            let digits = decimals.reversed().drop { $0 == "0" }.reversed()
            let fraction = digits.isEmpty ? "" : "." + String(digits)
            return "\(units / factor)\(fraction)\(suffix)"
        }
        return "\(units)"
    }
}
