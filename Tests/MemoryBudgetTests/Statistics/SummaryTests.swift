import Foundation
import Testing

@testable import MemoryBudget

@Suite("Summaries of readings")
struct SummaryTests {
    @Test("The median is the middle value, or the mean of the two middle ones")
    func median() throws {
        #expect(try #require(Summary([3, 1, 2])).median == 2)
        #expect(try #require(Summary([4, 1, 3, 2])).median == 2.5)
        #expect(try #require(Summary([5])).median == 5)
        #expect(Summary([]) == nil)
    }

    @Test("Values are kept in the order they were read")
    func rawValues() throws {
        #expect(try #require(Summary([3, 1, 2])).values == [3, 1, 2])
    }

    @Test("Fewer than six values have a range, and six have an interval")
    func range() throws {
        let five = try #require(Summary([5, 1, 4, 2, 3]))
        #expect((five.low, five.high) == (1, 5))
        #expect(five.isRange)
        let six = try #require(Summary([5, 1, 4, 2, 3, 6]))
        #expect((six.low, six.high) == (1, 6))
        #expect(!six.isRange)
    }

    @Test(
        "The interval's rank agrees with the textbook",
        arguments: [
            (6, 0), (8, 0), (9, 1), (10, 1), (11, 1), (12, 2), (15, 3), (17, 4), (20, 5), (25, 7),
            (30, 9), (50, 17), (100, 39),
        ])
    func textbook(count: Int, rank: Int) throws {
        #expect(Summary.intervalRank(count) == rank)
        let summary = try #require(Summary((1...count).map(Double.init)))
        #expect(summary.low == Double(rank + 1))
        #expect(summary.high == Double(count - rank))
    }

    @Test("The rank is the largest that keeps 95 %, by the binomial formula in logarithms")
    func binomial() {
        for count in Array(6...300) + [999, 1_000, 1_001, 1_500, 5_000] {
            let rank = Summary.intervalRank(count)
            #expect(outside(count, rank) <= 0.05, "\(count) values, rank \(rank)")
            #expect(outside(count, rank + 1) > 0.05, "\(count) values, rank \(rank)")
        }
    }

    @Test("The interval covers the median at least 95 times out of 100 in a simulation")
    func coverage() throws {
        var generator = SeededGenerator()
        let rounds = 4_000
        var covered = 0
        for _ in 0..<rounds {
            let values = (0..<15).map { _ in Double.random(in: 0..<1, using: &generator) }
            let summary = try #require(Summary(values))
            covered += summary.low <= 0.5 && summary.high >= 0.5 ? 1 : 0
        }
        // The formula gives 96.5 %; the random numbers are the same in every run.
        #expect(Double(covered) / Double(rounds) > 0.95)
    }

    /// Returns the probability that the median lies outside the (rank+1)-th values from both ends.
    private func outside(_ count: Int, _ rank: Int) -> Double {
        let n = Double(count)
        let terms = (0...rank).map { below in
            let k = Double(below)
            let logarithm: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
            return exp(logarithm - n * log(2.0))
        }
        return 2 * terms.reduce(0, +)
    }
}
