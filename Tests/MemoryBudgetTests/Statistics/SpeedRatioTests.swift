import MemoryBudget
import Testing

@Suite("Ratios of speeds")
struct SpeedRatioTests {
    private func ratio(
        _ speeds: [Double], _ others: [Double], noise: Double? = 0.01
    ) throws -> SpeedRatio {
        let (own, other) = (try #require(Summary(speeds)), try #require(Summary(others)))
        let record = noise.map {
            NoiseRecord(trials: 6, peakRSSBytes: 0, peakRSSShare: 0, wallShare: $0)
        }
        return try #require(SpeedRatio(of: own, to: other, noise: record))
    }

    @Test("The interval spans the extremes of the quotients")
    func interval() throws {
        let interval = try ratio([100, 120, 110], [50, 40, 55]).interval
        #expect(interval.estimate == 2.2 && interval.low == 100.0 / 55 && interval.high == 3)
    }

    @Test("A ratio is significant if the whole interval exceeds the noise, on either side")
    func significant() throws {
        #expect(try ratio([120, 121], [100, 101]).isSignificant)
        #expect(try ratio([80, 81], [100, 101]).isSignificant)
        #expect(try !ratio([120, 121], [100, 101], noise: 0.77).isSignificant)
        #expect(try !ratio([120, 99], [100, 101]).isSignificant, "it holds 1")
        #expect(try !ratio([102, 103], [100, 101]).isSignificant, "nearer to 1 than the noise")
        #expect(try ratio([500, 501], [100, 101], noise: 0.77).isSignificant)
    }

    @Test("If no noise was measured, a typical one is assumed")
    func unknown() throws {
        #expect(try !ratio([110, 110], [100, 100], noise: nil).isSignificant)
        #expect(try ratio([120, 120], [100, 100], noise: nil).isSignificant)
    }

    @Test("A claim requires several trials on both sides", arguments: [(1, 3), (3, 1), (1, 1)])
    func repeated(counts: (own: Int, others: Int)) throws {
        func values(_ value: Double, _ count: Int) -> [Double] {
            Array(repeating: value, count: count)
        }
        let one = try ratio(values(300, counts.own), values(100, counts.others))
        #expect(one.isSignificant && !one.isClaimable)
        #expect(try ratio(values(300, 2), values(100, 2)).isClaimable)
    }

    @Test("There is no ratio to a speed of zero")
    func none() throws {
        let (own, none) = (try #require(Summary([1])), try #require(Summary([0])))
        #expect(SpeedRatio(of: own, to: none, noise: nil) == nil)
    }
}
