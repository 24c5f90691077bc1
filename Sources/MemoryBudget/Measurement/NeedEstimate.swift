/// What a cell is expected to need where no trial could show it: extrapolated from smaller scales,
/// and never to be mixed up with a measured need.
package struct NeedEstimate: Hashable, Sendable, Codable {
    /// From fewer scales nothing is extrapolated: nearly any curve goes through two.
    package static let scaleCountMin = 3

    /// The expected peak of the budget's metric.
    package var bytes: Int
    /// The lower end of its 95 % interval.
    package var lowBytes: Int
    /// The upper end of it.
    package var highBytes: Int
    /// Labels of the scales whose peaks it was extrapolated from, ascending.
    package var fromScales: [String]

    /// Makes an estimate.
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
    /// Extrapolates the need of a cell; nil if fewer than ``scaleCountMin`` smaller scales of the
    /// same variant were seen to their end.
    ///
    /// A trial that was killed gives no value, only a bound. Where one held more than the smaller
    /// scales explain, and beyond a hundred times the largest of them, nothing is foretold.
    ///
    /// - Parameters:
    ///   - cell: Of which the need is asked.
    ///   - observations: Of its scenario, of any cell and kind.
    ///   - metric: What the need is about; default peak RSS.
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

/// Why a cell's need trial is left out: it would end at the ceiling.
package enum NeedObjection: Hashable, Sendable {
    /// At this scale, which is no larger, it needed more already.
    case stopped(at: ScaleRecord, ceiling: ByteCount)
    /// Smaller scales foretell a need above the ceiling.
    case foretold(NeedEstimate, ceiling: ByteCount)
}

extension GrowthFit {
    /// Whether the readings contradict the curve: then nothing follows from it.
    fileprivate var isContradicted: Bool { doubts.contains(where: \.refutesClass) }
}
