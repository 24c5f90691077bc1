package import MemoryBudget
package import RunStore

/// Two runs, cell by cell: what was, what is, and what that comes to.
///
/// Each key is documented in `Documentation/JSON.md`.
package struct RunComparison: Hashable, Sendable, Codable {
    /// The format's name and version.
    package static let schema = "membudget.comparison/1"

    /// Name and version of the format.
    package private(set) var schema = Self.schema
    /// What differs between the two besides memory, in sentences; empty if they are alike.
    package var warnings: [String]
    /// In the head's order, then what only the base has.
    package var scenarios: [ScenarioComparison]

    /// Compares runs.
    ///
    /// - Parameters:
    ///   - head: The later one.
    ///   - base: The earlier one.
    package init(of head: RunRecord, against base: RunRecord) {
        let tolerance = Tolerance(head.environment, base.environment)
        let heads = head.scenarios.map(\.name)
        let names = heads + base.scenarios.map(\.name).filter { !heads.contains($0) }
        warnings = Self.warnings(head, base)
        scenarios = names.map { name in
            ScenarioComparison(
                name: name, head: head.scenarios.first { $0.name == name },
                base: base.scenarios.first { $0.name == name }, tolerance)
        }
    }

    private static func warnings(_ head: RunRecord, _ base: RunRecord) -> [String] {
        let unfinished = [("base", base), ("head", head)].filter { $1.finishedAt == nil }
            .map { "the \($0.0) did not come to its end" }
        let shared = head.scenarios.compactMap { scenario in
            base.scenarios.first { $0.name == scenario.name }.map { (scenario, $0) }
        }
        let conditions = shared.flatMap { head, base in
            head.differences(from: base).map { "\(head.name): \($0)" }
        }
        return unfinished + base.environment.differences(of: head.environment).all + conditions
    }

    /// As JSON: indented, keys sorted, numbers in full precision; ends with a newline.
    package func json() throws -> String {
        String(decoding: try JSONText.pretty(self), as: UTF8.self)
    }

    enum CodingKeys: String, CodingKey {
        case schema, warnings, scenarios
    }
}

/// A scenario of two runs.
package struct ScenarioComparison: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var name: String
    /// What is counted, in the plural; empty if it is not known.
    package var unit: String
    /// What is compared.
    package var metric: Metric
    /// By scale, then in the scenario's order, then what only the base has.
    package var cells: [CellComparison]

    fileprivate init(
        name: String, head: ScenarioRecord?, base: ScenarioRecord?, _ tolerance: Tolerance
    ) {
        self.name = name
        let known = head ?? base
        unit = known?.unit ?? ""
        metric = known?.metric ?? .peakRSS
        let before = base?.cells ?? []
        let after = head?.cells ?? []
        let pairs = after.map { cell in (cell, before.first { $0.isSame(as: cell) }) }
        let lost = before.filter { cell in !after.contains { $0.isSame(as: cell) } }
        cells =
            pairs.map { CellComparison(head: $0, base: $1, tolerance) }
            + lost.map { CellComparison(head: nil, base: $0, tolerance) }
    }
}

/// A cell of two runs.
package struct CellComparison: Hashable, Sendable, Codable {
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String]
    /// Size of the input.
    package var scale: ScaleRecord
    /// What the base needed; nil if it has no such cell.
    package var base: CellFigures?
    /// What the head needs; nil if it has no such cell.
    package var head: CellFigures?
    /// What became of the peak.
    package var peak: Comparison
    /// What became of the throughput; nil unless both are known.
    package var speed: Comparison?

    /// Strategy and parameters, `streamed batch=1000`.
    package var variant: String {
        Cell.variant(of: strategy, parameters)
    }

    fileprivate init(head: CellRecord?, base: CellRecord?, _ tolerance: Tolerance) {
        guard let known = head ?? base else {
            preconditionFailure("a comparison is of a cell that one of two runs has")
        }
        strategy = known.strategy
        parameters = known.parameters
        scale = known.scale
        self.base = base.map(CellFigures.init)
        self.head = head.map(CellFigures.init)
        peak = tolerance.peak(of: head, against: base)
        speed = tolerance.speed(of: head, against: base)
    }

    enum CodingKeys: String, CodingKey {
        case strategy, parameters, scale, base, head, peak, speed
    }

    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(strategy, forKey: .strategy)
        try keys.encode(parameters, forKey: .parameters)
        try keys.encode(scale, forKey: .scale)
        try keys.encode(base, forKey: .base)
        try keys.encode(head, forKey: .head)
        try keys.encode(peak, forKey: .peak)
        try keys.encode(speed, forKey: .speed)
    }
}

/// What one run says of a cell.
package struct CellFigures: Hashable, Sendable, Codable {
    /// What its trials say about the budget.
    package var verdict: Verdict
    /// The metric's readings; nil if a trial was killed.
    package var peakBytes: Summary?
    /// The highest reading of a trial that was killed; nil unless one was.
    package var atLeastBytes: Int?
    /// Throughput of its trials; nil if units aren't known.
    package var unitsPerSecond: Summary?

    fileprivate init(_ cell: CellRecord) {
        verdict = cell.verdict
        peakBytes = cell.peaks
        atLeastBytes = cell.summary?.atLeastBytes
        unitsPerSecond = peakBytes == nil ? nil : cell.speeds
    }

    enum CodingKeys: String, CodingKey {
        case verdict
        case peakBytes = "peak_bytes"
        case atLeastBytes = "at_least_bytes"
        case unitsPerSecond = "units_per_second"
    }

    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(verdict, forKey: .verdict)
        try keys.encode(peakBytes, forKey: .peakBytes)
        try keys.encode(atLeastBytes, forKey: .atLeastBytes)
        try keys.encode(unitsPerSecond, forKey: .unitsPerSecond)
    }
}

/// How much two runs may differ before it counts.
private struct Tolerance {
    private let noise: GrowthNoise
    private let wallShare: Double

    /// The noisier of two machines decides.
    init(_ head: EnvironmentRecord, _ base: EnvironmentRecord) {
        let noises = [head, base].map(GrowthNoise.of)
        noise = noises.max { $0.deviation(of: 0x1p24) < $1.deviation(of: 0x1p24) } ?? .typical
        wallShare = [head, base].compactMap(\.noiseFloor?.wallShare).max() ?? 0
    }

    /// A trial that was killed gives a lower bound, which may say enough.
    func peak(of head: CellRecord?, against base: CellRecord?) -> Comparison {
        guard let head, let base else {
            return Comparison(head == nil ? .gone : .new)
        }
        switch (head.peaks, base.peaks) {
        case (let after?, let before?):
            return Comparison(after, against: before, tolerance: tolerance(of: before.median))
        case (nil, let before?):
            let isWorse = (head.highest ?? 0) > before.high * (1 + tolerance(of: before.median))
            return Comparison(isWorse ? .regressed : .unmeasured)
        case (let after?, nil):
            let bound = base.highest ?? 0
            let isBetter = bound > 0 && after.high < bound * (1 - tolerance(of: bound))
            return Comparison(isBetter ? .improved : .unmeasured)
        case (nil, nil):
            return Comparison(.unmeasured)
        }
    }

    func speed(of head: CellRecord?, against base: CellRecord?) -> Comparison? {
        guard let head, let base, head.peaks != nil, base.peaks != nil,
            let after = head.speeds, let before = base.speeds
        else { return nil }
        return Comparison(
            after, against: before,
            tolerance: max(Gate.thresholdDefault, 1.96 * 2.0.squareRoot() * wallShare),
            preferring: .larger)
    }

    private func tolerance(of bytes: Double) -> Double {
        max(Gate.thresholdDefault, noise.difference(of: bytes))
    }
}

extension CellRecord {
    fileprivate func isSame(as other: CellRecord) -> Bool {
        cell.key == other.cell.key
    }
}
