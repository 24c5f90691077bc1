// The growth over the measured range, independent of any class.
extension GrowthReadings {
    /// The minimum relevant change, as a share of the memory held at the smallest scale.
    private static let changeMin = 0.05

    /// Whether there are repeats that show how far equal trials differ.
    var hasRepeats: Bool { noiseFreedom > Self.assumedFreedom }

    /// The relative change from the smallest to the largest scale, with its 95 % interval, of a job
    /// whose memory falls; `nil` if it doesn't fall.
    ///
    /// Memory falls if it is significantly lower at the largest scale, and no reading is above one
    /// at a smaller scale by more than what counts as growth. No growth class describes such a job,
    /// and a badly fitting class would allow nearly anything.
    var fall: Interval? {
        guard let first = scales.first, let last = scales.last, first.bytes > 0 else { return nil }
        let change = rise(from: first, to: last)
        let limit = max(Self.changeMin * first.bytes, noise.differenceBytes(of: first.bytes))
        guard change.high < 0, highestRise <= limit else { return nil }
        return change.mapped { $0 / first.bytes }
    }

    /// The maximum by which a reading can be above one at a smaller scale, in bytes.
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
