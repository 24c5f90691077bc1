import Testing

@testable import MemoryBudget

@Suite("Break points")
struct BreakPointTests {
    private static let growing = GrowthClass.allCases.filter { $0 != .constant }

    @Test(
        "The 95 % interval covers the true value in 88 of 100 noisy runs",
        arguments: growing, [2, 4])
    func coverage(growthClass: GrowthClass, ratio: Int) throws {
        let simulation = GrowthSimulation(growthClass: growthClass, ratio: ratio)
        let truth = 3 * Double(simulation.unitsMax)
        let budget = ByteCount(Int(simulation.bytes(at: truth)))
        let covered = try (0..<100).count { seed in
            let fit = try #require(GrowthFit(simulation.points(seed: UInt64(seed))))
            let units = try #require(fit.breakPoint(budget: budget)).units
            return units.low <= truth && truth <= units.high
        }
        #expect(covered >= 88)
    }

    @Test("A constant has no break point, below its budget and above it")
    func constant() throws {
        let fit = try #require(GrowthFit(GrowthSimulation(growthClass: .constant).points(seed: 1)))
        #expect(fit.breakPoint(budget: .mebibytes(64)) == nil)
        #expect(fit.breakPoint(budget: .mebibytes(4)) == nil)
    }

    @Test("A budget below the floor is crossed at every scale")
    func belowFloor() throws {
        let fit = try #require(GrowthFit(GrowthSimulation(growthClass: .linear).points(seed: 1)))
        let found = try #require(fit.breakPoint(budget: .mebibytes(8)))
        #expect(found.units.estimate == 0 && found.units.high == 0)
    }

    @Test("A break point beyond 100 times the largest scale is marked as far")
    func far() throws {
        let simulation = GrowthSimulation(growthClass: .linear)
        let fit = try #require(GrowthFit(simulation.points(seed: 1)))
        for (factor, isFar) in [(90.0, false), (110, true)] {
            let units = factor * Double(simulation.unitsMax)
            let budget = ByteCount(Int(simulation.bytes(at: units)))
            #expect(try #require(fit.breakPoint(budget: budget)).isFarExtrapolation == isFar)
            #expect(fit.estimate(at: Int(units)).isFarExtrapolation == isFar)
        }
    }

    @Test("A curve that reaches the budget only beyond any possible scale has no break point")
    func never() throws {
        let simulation = GrowthSimulation(growthClass: .logarithmic)
        let fit = try #require(GrowthFit(simulation.points(seed: 1)))
        #expect(fit.growthClass == .logarithmic)
        #expect(fit.breakPoint(budget: .mebibytes(4_096)) == nil)
    }

    @Test("The same seed gives the same interval, and another seed another one")
    func seed() throws {
        let fit = try #require(GrowthFit(GrowthSimulation(growthClass: .linear).points(seed: 1)))
        let budget = ByteCount.mebibytes(200)
        #expect(fit.breakPoint(budget: budget, seed: 7) == fit.breakPoint(budget: budget, seed: 7))
        #expect(fit.breakPoint(budget: budget, seed: 7) != fit.breakPoint(budget: budget, seed: 8))
    }
}
