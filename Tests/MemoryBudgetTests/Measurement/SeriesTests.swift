import MemoryBudget
import Testing

@Suite("A series of samples")
struct SeriesTests {
    private func sample(_ time: Int, rss: Int) -> Sample {
        Sample(timeNanoseconds: time, rssBytes: rss, anonymousBytes: rss / 2, fileBytes: rss / 4)
    }

    @Test("A short series is kept unchanged")
    func short() {
        var series = Series(capacity: 4)
        let samples = (0..<4).map { sample($0, rss: 100 - $0) }
        for sample in samples { series.append(sample) }
        #expect(series.samples == samples)
    }

    @Test("A million samples stay bounded and in order, and keep the maximum")
    func bounded() {
        for peakAt in [0, 1, 499_999, 777_777, 999_998, 999_999] {
            var series = Series()
            for time in 0..<1_000_000 {
                series.append(sample(time, rss: time == peakAt ? 1 << 40 : time % 1_009))
            }
            let kept = series.samples
            #expect(kept.count <= 2_000)
            #expect(kept.count >= 1_000 / 2)
            #expect(kept.map(\.rssBytes).max() == 1 << 40)
            #expect(kept.first { $0.rssBytes == 1 << 40 }?.timeNanoseconds == peakAt)
            #expect(
                zip(kept, kept.dropFirst()).allSatisfy { $0.timeNanoseconds < $1.timeNanoseconds })
        }
    }

    @Test("Each kept sample is the highest of its bucket, and all buckets are equally wide")
    func buckets() {
        var series = Series(capacity: 4)
        let readings = [5, 1, 2, 8, 3, 3, 9, 0, 4, 7, 6, 1]
        for (time, rss) in readings.enumerated() { series.append(sample(time, rss: rss)) }
        // 12 samples in at most 4 buckets, so 4 samples per bucket.
        #expect(series.samples.map(\.rssBytes) == [8, 9, 7])
        #expect(series.samples.map(\.timeNanoseconds) == [3, 6, 9])
    }

    @Test("Of equal readings the first is kept, which shows when the peak was reached")
    func ties() {
        var series = Series(capacity: 2)
        for time in 0..<8 { series.append(sample(time, rss: 7)) }
        #expect(series.samples.first?.timeNanoseconds == 0)
    }
}
