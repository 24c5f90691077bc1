/// The scales at which a file of a user's own is measured.
package enum ScaleLadder {
    /// Shares of the whole. Each is at least twice the one before, which a class of growth needs; not all
    /// are powers of two apart, which would hide the steps of a table that doubles.
    private static let shares = [0.03, 0.08, 0.18, 0.45, 1]

    /// The scales of data that is generated, or that a command makes for itself.
    package static let generated = [5_000, 12_000, 27_000, 68_000, 150_000].map {
        Scale(units: $0)
    }

    /// About five scales, ascending, up to the whole file or a rounded number just below it.
    ///
    /// - Parameter records: Of the whole file; none gives none.
    package static func scales(upTo records: Int) -> [Scale] {
        shares.enumerated().map { index, share in
            let isWhole = index == shares.count - 1
            return rounded(Double(records) * share, figures: isWhole ? 3 : 2)
        }
        .filter { $0 > 0 }.uniqued().map { Scale(units: $0, label: label($0)) }
    }

    /// A whole number with at most so many figures that aren't zero, not above the value.
    private static func rounded(_ value: Double, figures: Int) -> Int {
        var unit = 1
        let largest = (0..<figures).reduce(1) { largest, _ in largest * 10 }
        // A share of a whole number may lie a little below another whole number.
        let whole = Int(value + 1e-6)
        while whole / unit >= largest { unit *= 10 }
        return whole / unit * unit
    }

    /// As people write it: `650`, `41k`, `1.23M`.
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
