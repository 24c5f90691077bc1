internal import MemoryBudget
internal import RunStore

/// The directives of a Nextflow process whose memory depends on the size of its input. One MB of
/// Nextflow is one MiB.
struct NextflowFormula {
    private let formula: LimitFormula?
    private let limit: ByteCount
    /// The smallest number of input bytes per unit among the measured sizes, so that the formula
    /// never assumes too few units; `nil` if the sizes are unknown.
    private let bytesPerUnit: Double?
    private let unit: String

    init(_ record: SizeRecord) {
        formula = record.formula
        limit = ByteCount(record.limitBytes ?? 0)
        unit = record.unit
        let ratios = record.points.map { point in
            point.inputBytes.map { Double($0) / Double(point.units) }
        }
        bytesPerUnit = ratios.contains { $0 == nil } ? nil : ratios.compactMap(\.self).min()
    }

    /// The explanation of the formula's variable; `nil` if there is none.
    var remark: String? {
        guard isGrowing else { return nil }
        return bytesPerUnit == nil
            ? "n: the number of \(unit.isEmpty ? "units" : unit), a 'val' input of the process"
            : "input: the file that the process takes, a 'path' input"
    }

    var lines: [String] {
        [
            "memory { \(memory) * task.attempt }",
            "errorStrategy { task.exitStatus in 137..140 ? 'retry' : 'terminate' }",
            "maxRetries 2",
        ]
    }

    private var isGrowing: Bool { (formula?.curve.slopeBytes ?? 0) > 0 }

    private var memory: String {
        guard let formula, isGrowing else { return "\(limit.bytes >> 20).MB" }
        let base = Self.number(formula.curve.baseBytes / 0x1p20)
        let slope = Self.number(formula.curve.slopeBytes / 0x1p20)
        let smallest = formula.smallestUnits
        let units =
            bytesPerUnit.map { ratio in
                let bytes = whole(ratio * Double(smallest))
                return "Math.max(input.size(), \(bytes)) / \(Self.number(ratio, rounding: .down))"
            } ?? "Math.max(n, \(smallest))"
        let value = Self.value(of: formula.curve.growthClass, at: units)
        return "1.MB * Math.ceil(\(base) + \(slope) * \(value))"
    }

    /// Returns the growth function in Groovy.
    private static func value(of law: GrowthClass, at units: String) -> String {
        switch law {
        case .constant: "0"
        case .logarithmic: "Math.log(\(units) + 1)"
        case .squareRoot: "Math.sqrt(\(units))"
        case .linear: "\(units)"
        case .linearithmic: "(\(units)) * Math.log(\(units) + 1)"
        case .quadratic: "Math.pow(\(units), 2)"
        }
    }

    /// Returns a number with five or more figures, without trailing zeros; small ones with an
    /// exponent.
    ///
    /// - Parameter rule: The rounding; upwards for factors, so that no limit gets smaller.
    static func number(
        _ value: Double, rounding rule: FloatingPointRoundingRule = .up
    ) -> String {
        guard value > 0, value.isFinite else { return "0" }
        guard value < 1e-4 else { return decimal(value, rounding: rule) }
        var (mantissa, exponent) = (value, 0)
        while mantissa < 1 {
            mantissa *= 10
            exponent += 1
        }
        return "\(decimal(mantissa, rounding: rule))e-\(exponent)"
    }

    /// Returns a decimal fraction of 1e-4 or more.
    private static func decimal(
        _ value: Double, rounding rule: FloatingPointRoundingRule
    ) -> String {
        var digits = 3
        var scale = 1_000.0
        while value * scale < 10_000 {
            digits += 1
            scale *= 10
        }
        // A decimal fraction that isn't exact in binary is not rounded up because of that.
        let nearest = (value * scale).rounded()
        let isNear = abs(value * scale - nearest) < 1e-6
        let text = fixed((isNear ? nearest : (value * scale).rounded(rule)) / scale, digits)
        let figures = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(figures.reversed())
    }
}
