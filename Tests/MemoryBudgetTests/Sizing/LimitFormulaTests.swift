import Testing

@testable import MemoryBudget

@Suite("The limit as a formula of the input's size")
struct LimitFormulaTests {
    @Test(
        "The formula is nowhere below the prediction or a reading, and not far above them",
        arguments: GrowthClass.allCases)
    func above(growthClass: GrowthClass) throws {
        let simulation = GrowthSimulation(growthClass: growthClass, ratio: 3, trials: 1)
        for seed in 0..<UInt64(20) {
            let points = simulation.points(seed: seed, withFloor: false)
            let fit = try #require(GrowthFit(points))
            let formula = fit.limitFormula(upTo: simulation.unitsMax, risk: 0.01)
            let prediction = GrowthPrediction(of: fit, risk: 0.01)
            for units in stride(from: formula.smallestUnits, through: simulation.unitsMax, by: 997)
            {
                let limit = formula.bytes(at: units)
                #expect(limit >= 0.995 * prediction.interval(at: units).high)
                #expect(limit <= 1.25 * simulation.bytes(at: Double(units)))
            }
            #expect(points.allSatisfy { formula.bytes(at: $0.units) >= Double($0.bytes) })
        }
    }

    @Test("Sizes below the smallest measured one get its limit")
    func smallest() throws {
        let simulation = GrowthSimulation(growthClass: .linear)
        let fit = try #require(GrowthFit(simulation.points(seed: 1, withFloor: false)))
        let formula = fit.limitFormula(upTo: simulation.unitsMax, risk: 0.01)
        #expect(formula.smallestUnits == simulation.scales[0])
        #expect(formula.bytes(at: 1) == formula.bytes(at: simulation.scales[0]))
        let scaled = formula.scaled(by: 1.5)
        #expect(abs(scaled.bytes(at: 50_000) - 1.5 * formula.bytes(at: 50_000)) < 1)
    }
}
