package import MemoryBudget
package import RunStore

/// A comparison of two runs, cell by cell.
///
/// ```swift
/// import RunStore
/// let base = try RunDirectory(reading: ".membudget/runs/old").record()
/// let head = try RunDirectory(reading: ".membudget/runs/new").record()
/// for cell in RunComparison(of: head, against: base).scenarios.flatMap(\.cells) {
///     print(cell.variant, cell.peak.word)
/// }
/// ```
package struct RunComparison: Hashable, Sendable {
    /// The differences between the runs other than memory; empty if there are none.
    package var differences: [RunDifference]
    /// The compared scenarios: the head's in order, then those that only the base has.
    package var scenarios: [ScenarioComparison]

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - head: The later run.
    ///   - base: The earlier run.
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

/// A comparison of one scenario in two runs.
package struct ScenarioComparison: Hashable, Sendable, Codable {
    /// The name of the scenario.
    package var name: String
    /// The name of the units, in the plural; empty if unknown.
    package var unit: String
    /// The metric that is compared.
    package var metric: Metric
    /// The compared cells by scale, then in the scenario's order, then those that only the base
    /// has.
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

/// A comparison of one cell in two runs.
package struct CellComparison: Hashable, Sendable, Codable {
    /// The name of the strategy.
    package var strategy: String
    /// The value of each parameter.
    package var parameters: [String: String]
    /// The size of the input.
    package var scale: ScaleRecord
    /// The figures of the base; `nil` if it has no such cell.
    package var base: CellFigures?
    /// The figures of the head; `nil` if it has no such cell.
    package var head: CellFigures?
    /// The change in the peak.
    package var peak: Comparison
    /// The change in the throughput; `nil` unless both are known.
    package var speed: Comparison?

    /// The strategy with its parameters, such as `streamed batch=1000`.
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
        // All figures of a scenario have one metric, the head's.
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
    /// Whether the results of its trials were checked; `nil` if none completed.
    package var isResultChecked: Bool?
    /// The readings of the metric, including those of wrong results; `nil` if a trial was killed.
    package var peakBytes: Summary?
    /// The highest reading of a killed trial; `nil` if none was killed.
    package var atLeastBytes: Int?
    /// The throughput of the trials; `nil` if the units are unknown.
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

/// The differences between two runs that are not considered changes.
private struct Tolerance {
    /// Whether both runs were judged by the same metric; otherwise peaks are not compared.
    var isSameMetric = true
    private let noise: GrowthNoise
    private let wallTolerance: Double

    /// Creates the tolerance for the noisier of two machines.
    init(head: EnvironmentRecord, base: EnvironmentRecord) {
        let noises = [head, base].map(GrowthNoise.of)
        noise = noises.max { $0.deviation(of: 0x1p24) < $1.deviation(of: 0x1p24) } ?? .typical
        wallTolerance =
            [head, base].map { NoiseRecord.wallTolerance(of: $0.noiseFloor) }.max() ?? 0
    }

    /// Returns the change in the peak; the lower bound of a killed trial may be conclusive.
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
        // A single trial gives no estimate of the noise.
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
