/// The expected need of a cell that no trial could measure, extrapolated from smaller scales.
///
/// Reports keep it apart from measured needs.
package struct NeedEstimate: Hashable, Sendable, Codable {
    /// The minimum number of scales: with two, nearly any curve fits.
    package static let scaleCountMin = 3

    /// The expected peak of the budget's metric, in bytes.
    package var bytes: Int
    /// The lower end of the 95 % interval, in bytes.
    package var lowBytes: Int
    /// The upper end of the 95 % interval, in bytes.
    package var highBytes: Int
    /// The labels of the scales that the estimate is extrapolated from, ascending.
    package var fromScales: [String]

    /// Creates an estimate from its figures.
    package init(bytes: Int, lowBytes: Int, highBytes: Int, fromScales: [String]) {
        self.bytes = bytes
        self.lowBytes = lowBytes
        self.highBytes = highBytes
        self.fromScales = fromScales
    }

    enum CodingKeys: String, StoredKey {
        case bytes
        case lowBytes = "low_bytes"
        case highBytes = "high_bytes"
        case fromScales = "from_scales"
    }
}

extension NeedEstimate {
    /// Extrapolates the need of a cell; `nil` if fewer than ``scaleCountMin`` smaller scales of the
    /// same variant have completed trials.
    ///
    /// A killed trial gives only a lower bound. Nothing is extrapolated if a killed trial held more
    /// than the smaller scales explain, or beyond 100 times the largest of them.
    ///
    /// - Parameters:
    ///   - cell: The cell to estimate.
    ///   - observations: Trials of the scenario, of any cell and kind.
    ///   - metric: The metric to estimate; default peak RSS.
    package init?(
        of cell: Cell, from observations: [Observation], metric: Metric = .peakRSS
    ) {
        let points = GrowthPoint.points(
            of: cell, upTo: cell.scale, from: observations, metric: metric
        )
        .filter { $0.isLowerBound || $0.units < cell.scale.units }
        let scales = Set(points.filter { !$0.isLowerBound }.map(\.units)).subtracting([0]).sorted()
        guard scales.count >= Self.scaleCountMin else { return nil }
        guard let fit = GrowthFit(points), !fit.isContradicted else { return nil }
        let estimate = fit.estimate(at: cell.scale.units)
        guard !estimate.isFarExtrapolation else { return nil }
        let expected = estimate.bytes
        self.init(
            bytes: Self.wholeBytes(expected.estimate), lowBytes: Self.wholeBytes(expected.low),
            highBytes: Self.wholeBytes(expected.high),
            fromScales: scales.compactMap { units in
                observations.first { $0.scale.units == units }?.scale.label
            })
    }

    private static func wholeBytes(_ bytes: Double) -> Int {
        Int(min(max(bytes, 0), 9e18))
    }
}

/// The reason why a cell's need trial is skipped: it would be stopped at the ceiling.
package enum NeedObjection: Hashable, Sendable {
    /// A smaller or equal scale already needed more than the ceiling.
    case stopped(at: ScaleRecord, ceiling: ByteCount)
    /// The need extrapolated from smaller scales is above the ceiling.
    case foretold(NeedEstimate, ceiling: ByteCount)
}

extension GrowthFit {
    /// Whether the readings contradict the curve, so that nothing can be extrapolated.
    fileprivate var isContradicted: Bool { doubts.contains(where: \.refutesClass) }
}
