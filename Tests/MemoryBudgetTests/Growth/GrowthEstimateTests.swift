import Testing

@testable import MemoryBudget

@Suite("Estimates of the need")
struct GrowthEstimateTests {
    /// Returns in how many of 100 runs a reading at eight times the largest scale lies in the
    /// interval.
    private func covered(_ simulation: GrowthSimulation) throws -> Int {
        let units = 8 * simulation.unitsMax
        return try (0..<100).count { seed in
            var generator = SplitMix64(seed: UInt64(seed) + 1_000_000)
            let reading = Double(simulation.point(units, using: &generator).bytes)
            let fit = try #require(GrowthFit(simulation.points(seed: UInt64(seed))))
            let bytes = fit.estimate(at: units).bytes
            return bytes.low <= reading && reading <= bytes.high
        }
    }

    @Test(
        "A reading at eight times the largest of five scales is in the interval in 90 of 100 runs",
        arguments: GrowthClass.allCases)
    func five(growthClass: GrowthClass) throws {
        #expect(try covered(GrowthSimulation(growthClass: growthClass)) >= 90)
    }

    @Test(
        "A reading at 8 times the largest of 2 or 3 scales is in the interval in 85 of 100 runs",
        arguments: GrowthClass.allCases, [2, 3])
    func few(growthClass: GrowthClass, scaleCount: Int) throws {
        let simulation = GrowthSimulation(growthClass: growthClass, scaleCount: scaleCount)
        #expect(try covered(simulation) >= 85)
    }

    @Test(
        "Two scales determine no class; the estimate is a line's, with all classes in its interval")
    func two() throws {
        let simulation = GrowthSimulation(growthClass: .linear, scaleCount: 2)
        let fit = try #require(GrowthFit(simulation.points(seed: 1)))
        #expect(fit.growthClass == nil)
        #expect(fit.curve.growthClass == .linear)
        #expect(fit.candidates.contains(.quadratic))
        #expect(fit.residualShare == nil)
        let units = 8 * simulation.unitsMax
        let bytes = fit.estimate(at: units).bytes
        #expect(bytes.estimate == fit.curve.bytes(at: Double(units)))
        #expect(fit.curves.allSatisfy { $0.bytes(at: Double(units)) <= bytes.high })
        #expect(fit.curves.allSatisfy { $0.bytes(at: Double(units)) >= bytes.low })
    }

    @Test("If two scales and the floor refute the line, the likeliest class is used")
    func refuted() throws {
        let simulation = GrowthSimulation(
            growthClass: .quadratic, growthBytes: 512 * 1_048_576, scaleCount: 2)
        let fit = try #require(GrowthFit(simulation.points(seed: 1)))
        #expect(fit.growthClass == nil)
        #expect(fit.curve.growthClass == .quadratic)
    }

    @Test("One scale, or none, gives no fit, whatever the floor and killed runs add")
    func one() {
        let killed = [20, 40].map {
            GrowthPoint(units: $0, bytes: 33 << 20, isLowerBound: true)
        }
        let floor = GrowthPoint(units: 0, bytes: 17 << 20)
        let value = GrowthPoint(units: 10, bytes: 30 << 20)
        #expect(GrowthFit([]) == nil)
        #expect(GrowthFit([floor, value, value]) == nil)
        #expect(GrowthFit([floor, value] + killed) == nil)
    }

    @Test("Four scales determine a class, five gate it, and scales close together don't count")
    func doubts() throws {
        for (scales, doubts) in [
            ([10, 20, 40], [GrowthDoubt.tooFewScales(scales: 3)]),
            ([10, 20, 40, 80], [.tooFewScales(scales: 4)]),
            ([10, 15, 20, 30, 40, 60, 80], [.tooFewScales(scales: 4)]),
            ([10, 20, 40, 80, 160], []),
        ] {
            let points = scales.map { GrowthPoint(units: $0, bytes: 17 << 20 + $0 << 20) }
            let fit = try #require(GrowthFit(points))
            #expect(fit.doubts == doubts)
            #expect(fit.growthClass == (doubts == [.tooFewScales(scales: 3)] ? nil : .linear))
        }
    }
}
