// What the readings say of the measured range without any law.
extension GrowthReadings {
    /// From which share of what is held at the smallest scale a change is one.
    private static let changeMin = 0.05

    /// Whether the repeats, and not only the assumption, show how far equal trials lie apart.
    var hasRepeats: Bool { noiseFreedom > Self.assumedFreedom }

    /// The change from the smallest to the largest scale of a job that falls, as a share of what is held at
    /// the smallest, with its 95 % interval; nil for one that doesn't fall.
    ///
    /// It falls if it evidently ends below where it began, and no later reading can be above an earlier
    /// one by more than what counts as growth. No law of growth describes such a job, and a law that fits
    /// badly would allow nearly anything.
    var fall: Interval? {
        guard let first = scales.first, let last = scales.last, first.bytes > 0 else { return nil }
        let change = rise(from: first, to: last)
        let limit = max(Self.changeMin * first.bytes, noise.differenceBytes(of: first.bytes))
        guard change.high < 0, highestRise <= limit else { return nil }
        return change.mapped { $0 / first.bytes }
    }

    /// The most by which a reading can be above one of a smaller scale, in bytes.
    private var highestRise: Double {
        let rises = scales.indices.dropFirst().flatMap { later in
            scales[..<later].map { rise(from: $0, to: scales[later]).high }
        }
        return rises.max() ?? 0
    }

    private func rise(from earlier: Scale, to later: Scale) -> Interval {
        let error =
            (earlier.deviation * earlier.deviation + later.deviation * later.deviation)
            .squareRoot()
        let rise = later.bytes - earlier.bytes
        return Interval(estimate: rise, low: rise, high: rise)
            .widened(by: StudentT.quantile95(freedom: noiseFreedom) * error)
    }
}
