@testable import MemoryBudget

/// A program of known memory, with its budget and the scale at which it crosses the budget.
struct KnownProgram {
    /// The memory as a function of the scale: 0 at 0 units, about 1 at ``unit``.
    typealias Law = @Sendable (Double) -> Double

    /// The scale at which a law is about 1.
    static let unit = 32_000.0
    /// Scales that are powers of two apart, and other scales.
    static let (even, uneven) = (
        [1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
        [1_000, 2_000, 5_000, 10_000, 25_000, 60_000]
    )
    /// The laws of the six growth classes.
    static let laws: [Law] = GrowthClass.allCases.map { growthClass in
        { units in
            growthClass == .constant
                ? 0 : growthClass.value(at: units) / growthClass.value(at: unit)
        }
    }
    /// The law of a doubling table.
    static let doubling: Law = { units in
        var capacity = 1.0
        while capacity < units { capacity *= 2 }
        return capacity / unit
    }
    /// The law n³, which no class describes.
    static let cubic: Law = { units in
        let share = units / unit
        return share * share * share
    }

    private let law: Law
    private let baseBytes: Double
    private let growthBytes: Double
    private let noise: Double
    let budget: ByteCount
    /// The first scale over the budget; infinity if there is none.
    let truth: Double

    /// Draws a random program: 3 to 9 MiB, plus 3 to 20 MiB at ``unit``, with a budget crossed
    /// anywhere from a third to four times that scale.
    init(_ law: @escaping Law, noise: Double, using generator: inout SplitMix64) {
        let base = Double.random(in: 3...9, using: &generator) * 1_048_576
        let growth = Double.random(in: 3...20, using: &generator) * 1_048_576
        let scale = Double.random(in: 0.3...4, using: &generator) * Self.unit
        // Anywhere between the scale and twice the scale, so that a budget may lie between two
        // steps.
        let share = Double.random(in: 0...1, using: &generator)
        let grown = law(scale) + share * (law(2 * scale) - law(scale))
        let limit = base + growth * (grown > 0 ? grown : 0.1 + share)
        self.law = law
        self.noise = noise
        (baseBytes, growthBytes, budget) = (base, growth, ByteCount(Int(limit)))
        truth = Self.crossing { base + growth * law($0) > limit }
    }

    /// Returns the first scale at which a monotonic condition holds.
    private static func crossing(_ isOver: (Double) -> Bool) -> Double {
        var high = 1.0
        while !isOver(high) {
            high *= 2
            guard high < 0x1p50 else { return .infinity }
        }
        var low = high / 2
        while high - low > 0.5 {
            let middle = (low + high) / 2
            if isOver(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// Returns one reading, with about normal noise: twelve uniform draws minus their mean.
    private func bytes(at units: Int, using generator: inout SplitMix64) -> Int {
        let normal = (0..<12).reduce(-6.0) { sum, _ in
            sum + Double.random(in: 0..<1, using: &generator)
        }
        let bytes = (baseBytes + growthBytes * law(Double(units))) * (1 + noise * normal)
        return Int(bytes) + Int.random(in: -40_000...40_000, using: &generator)
    }

    /// Returns three trials per scale, killed slightly above the budget, with one unbudgeted trial
    /// where that happened.
    func points(at scales: [Int], using generator: inout SplitMix64) -> [GrowthPoint] {
        scales.flatMap { units in
            var points = (0..<3).map { _ in
                let bytes = bytes(at: units, using: &generator)
                return bytes > budget.bytes
                    ? GrowthPoint(units: units, bytes: budget.bytes + 4_096, isLowerBound: true)
                    : GrowthPoint(units: units, bytes: bytes)
            }
            if points.contains(where: \.isLowerBound) {
                points.append(
                    GrowthPoint(
                        units: units, bytes: bytes(at: units, using: &generator),
                        isUnbudgeted: true))
            }
            return points
        }
    }

    /// Returns the trials under the budget that gave the points, and one at either edge of the
    /// break point.
    func runs(
        of points: [GrowthPoint], edges: BreakPointEdges, using generator: inout SplitMix64
    ) -> [Observation] {
        let measured = points.filter { $0.isLowerBound || $0.bytes <= budget.bytes }.map {
            Observation(units: $0.units, isOver: $0.isLowerBound, kind: .measured)
        }
        let edges = [edges.below, edges.above].compactMap(\.self).map { scale in
            Observation(
                units: scale.units,
                isOver: bytes(at: scale.units, using: &generator) > budget.bytes, kind: .edge)
        }
        return measured + edges
    }

    /// Returns whether an interval covers the true value within 0.1 %, because laws and units are
    /// rounded.
    func isCovered(by units: Interval?) -> Bool {
        guard let units else { return truth.isInfinite }
        guard truth.isFinite else { return units.isUnbounded }
        return units.low <= truth * 1.001 && truth <= units.high * 1.001
    }
}

extension Observation {
    fileprivate init(units: Int, isOver: Bool, kind: Kind) {
        self.init(
            strategy: "s", scale: ScaleRecord(Scale(units: units), inputBytes: nil), kind: kind,
            startedAt: "", outcome: isOver ? .overBudget : .completed,
            evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
    }
}
