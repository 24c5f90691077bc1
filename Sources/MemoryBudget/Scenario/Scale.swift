/// The size of a cell's input: a number of units and its label.
///
/// ```swift
/// let scale = try Scale(parsing: "10k")
/// print(scale.units)  // 10000
/// ```
package struct Scale: Codable, Hashable, Sendable, Comparable {
    /// The number of units (rows, files, …); 0 for the floor.
    package var units: Int
    /// The label as written, such as `10k`; unique within a scenario.
    package var label: String

    /// Creates a scale; the label defaults to the shortest exact one.
    package init(units: Int, label: String? = nil) {
        self.units = units
        self.label = label ?? Self.label(for: units)
    }

    /// The empty input, at which a worker's floor is measured.
    package static let floor = Scale(units: 0)

    /// Returns whether the left scale has fewer units; labels are ignored.
    package static func < (left: Scale, right: Scale) -> Bool {
        left.units < right.units
    }

    /// The largest number of units.
    private static let unitsMaximum = 1_000_000_000_000_000

    private static let units = QuantityUnits(
        noun: "a scale", example: "10k", names: "unit of scale (k, M, G)",
        units: [
            .init(name: "", factor: 1),
            .init(name: "k", factor: 1e3, synonyms: ["k", "thousand"]),
            .init(name: "M", factor: 1e6, synonyms: ["million", "millions"]),
            .init(name: "G", factor: 1e9, lookalikes: ["b", "bn", "billion", "milliard"]),
        ], unknown: "")

    /// Parses `10k`, `2M`, `1.5M` or `154544` (k = 1,000, M = 1,000,000, G = 1,000,000,000); also
    /// `10K`, `10_000`, `1e6` and `2 million`.
    package init(parsing text: String) throws(QuantityError) {
        let scale = try Self.units.reading(of: text) { number, _ in number }
        let (value, factor) = (scale.value, scale.unit.factor)
        guard value * factor <= Double(Self.unitsMaximum) else {
            throw .tooLarge(text, largest: Self.label(for: Self.unitsMaximum))
        }
        // 1.001k is 1,000.9999999999999 in binary, so values this close to a whole number are
        // rounded.
        let units = (value * factor).rounded()
        guard abs(value * factor - units) <= 2 * units.ulp else {
            throw QuantityError("'\(text)' is not a whole number of units", proposal: nil)
        }
        let isPlain = scale.number.allSatisfy { $0.isNumber || $0 == "." }
        self.init(units: Int(units), label: isPlain ? scale.number + scale.unit.name : nil)
    }

    private static func label(for units: Int) -> String {
        for (factor, suffix) in [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")]
        where units > 0 && units % factor == 0 {
            return "\(units / factor)\(suffix)"
        }
        return "\(units)"
    }
}
