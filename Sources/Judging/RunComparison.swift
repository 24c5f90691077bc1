package import MemoryBudget
package import RunStore

/// Two runs, cell by cell: what was, what is, and what that comes to.
package struct RunComparison: Hashable, Sendable {
    /// The differences between the two besides memory; empty if they are alike.
    package var differences: [RunDifference]
    /// In the head's order, then what only the base has.
    package var scenarios: [ScenarioComparison]

    /// Compares runs.
    ///
    /// - Parameters:
    ///   - head: The later one.
    ///   - base: The earlier one.
    package init(of head: RunRecord, against base: RunRecord) {
        let tolerance = Tolerance(head: head.environment, base: base.environment)
        let heads = head.scenarios.map(\.name)
        let names = heads + base.scenarios.map(\.name).filter { !heads.contains($0) }
        differences = RunDifference.all(of: head, against: base)
        scenarios = names.map { name in
            ScenarioComparison(
                name: name, head: head.scenarios.first { $0.name == name },
                base: base.scenarios.first { $0.name == name }, tolerance: tolerance)
        }
    }
}

/// A scenario of two runs.
package struct ScenarioComparison: Hashable, Sendable, Codable {
    /// The scenario's name.
    package var name: String
    /// The name of the units, in the plural; empty if it is not known.
    package var unit: String
    /// The metric that is compared.
    package var metric: Metric
    /// By scale, then in the scenario's order, then what only the base has.
    package var cells: [CellComparison]

    fileprivate init(
        name: String, head: ScenarioRecord?, base: ScenarioRecord?, tolerance: Tolerance
    ) {
        self.name = name
        let known = head ?? base
        unit = known?.unit ?? ""
        metric = known?.metric ?? .peakRSS
        var tolerance = tolerance
        tolerance.isSameMetric =
            base.flatMap { base in head.map { $0.metric == base.metric } } ?? true
        let before = base?.cells ?? []
        let after = head?.cells ?? []
        let pairs = after.map { cell in (cell, before.first { $0.isSame(as: cell) }) }
        let lost = before.filter { cell in !after.contains { $0.isSame(as: cell) } }
        cells =
            pairs.map { CellComparison(head: $0, base: $1, tolerance: tolerance) }
            + lost.map { CellComparison(head: nil, base: $0, tolerance: tolerance) }
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
    /// The base's figures; nil if it has no such cell.
    package var base: CellFigures?
    /// The head's figures; nil if it has no such cell.
    package var head: CellFigures?
    /// The change of the peak.
    package var peak: Comparison
    /// The change of the throughput; nil unless both are known.
    package var speed: Comparison?

    /// Strategy and parameters, `streamed batch=1000`.
    package var variant: String {
        Cell.variant(of: strategy, with: parameters)
    }

    fileprivate init(head: CellRecord?, base: CellRecord?, tolerance: Tolerance) {
        guard let known = head ?? base else {
            preconditionFailure("a comparison is of a cell that one of two runs has")
        }
        strategy = known.strategy
        parameters = known.parameters
        scale = known.scale
        self.base = base.map(CellFigures.init)
        self.head = head.map(CellFigures.init)
        // The figures of a scenario are of one metric: the head's.
        if !tolerance.isSameMetric {
            self.base?.peakBytes = nil
            self.base?.atLeastBytes = nil
        }
        peak = tolerance.peak(of: head, against: base)
        speed = tolerance.speed(of: head, against: base)
    }

    enum CodingKeys: String, StoredKey {
        case strategy, parameters, scale, base, head, peak, speed
    }
}

/// The figures of a cell in one run.
package struct CellFigures: Hashable, Sendable, Codable {
    /// The verdict of its trials.
    package var verdict: Verdict
    /// Whether the results of its trials were checked; nil if none completed.
    package var isResultChecked: Bool?
    /// The metric's readings, those of a wrong result too; nil if a trial was killed.
    package var peakBytes: Summary?
    /// The highest reading of a trial that was killed; nil unless one was.
    package var atLeastBytes: Int?
    /// Throughput of its trials; nil if units aren't known.
    package var unitsPerSecond: Summary?

    fileprivate init(_ cell: CellRecord) {
        verdict = cell.verdict
        isResultChecked = cell.isResultChecked
        peakBytes = cell.reading.peaks
        atLeastBytes = cell.summary?.atLeastBytes
        unitsPerSecond = peakBytes == nil ? nil : cell.reading.speeds
    }

    enum CodingKeys: String, StoredKey {
        case verdict
        case isResultChecked = "result_checked"
        case peakBytes = "peak_bytes"
        case atLeastBytes = "at_least_bytes"
        case unitsPerSecond = "units_per_second"
    }
}

/// How much two runs may differ before it counts.
private struct Tolerance {
    /// True if both runs were judged by one metric: peaks of two are not compared.
    var isSameMetric = true
    private let noise: GrowthNoise
    private let wallTolerance: Double

    /// The noisier of two machines decides.
    init(head: EnvironmentRecord, base: EnvironmentRecord) {
        let noises = [head, base].map(GrowthNoise.of)
        noise = noises.max { $0.deviation(of: 0x1p24) < $1.deviation(of: 0x1p24) } ?? .typical
        wallTolerance =
            [head, base].map { NoiseRecord.wallTolerance(of: $0.noiseFloor) }.max() ?? 0
    }

    /// A trial that was killed gives a lower bound, which may say enough.
    func peak(of head: CellRecord?, against base: CellRecord?) -> Comparison {
        guard let head, let base else {
            return Comparison(head == nil ? .gone : .new)
        }
        guard isSameMetric else { return Comparison(.unmeasured) }
        if [head, base].contains(where: { $0.verdict == .wrong }) { return Comparison(.wrong) }
        if [head, base].contains(where: { $0.rightReading == nil }) {
            return Comparison(.uncheckable)
        }
        switch (head.rightReading?.peaks, base.rightReading?.peaks) {
        case (let after?, let before?):
            return Comparison(after, against: before, tolerance: tolerance(of: before.median))
        case (nil, let before?):
            let isWorse =
                (head.reading.highest ?? 0) > before.high * (1 + tolerance(of: before.median))
            return Comparison(isWorse ? .regressed : .unmeasured)
        case (let after?, nil):
            let bound = base.reading.highest ?? 0
            let isBetter = bound > 0 && after.high < bound * (1 - tolerance(of: bound))
            return Comparison(isBetter ? .improved : .unmeasured)
        case (nil, nil):
            return Comparison(.unmeasured)
        }
    }

    func speed(of head: CellRecord?, against base: CellRecord?) -> Comparison? {
        guard let head = head?.rightReading, let base = base?.rightReading, head.peaks != nil,
            base.peaks != nil, let after = head.speeds, let before = base.speeds
        else { return nil }
        var comparison = Comparison(
            after, against: before, tolerance: max(Gate.thresholdDefault, wallTolerance),
            preferring: .larger)
        // One trial shows nothing of how far its like lie apart.
        if min(after.values.count, before.values.count) < 2 { comparison.word = .unchanged }
        return comparison
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
