import Testing

@testable import MemoryBudget

@Suite("Killed runs in a fit")
struct KilledRunTests {
    /// Returns the points, with those over a budget killed slightly above it.
    private func killed(_ points: [GrowthPoint], over budget: ByteCount) -> [GrowthPoint] {
        points.map {
            guard $0.bytes > budget.bytes else { return $0 }
            return GrowthPoint(units: $0.units, bytes: budget.bytes + 200_000, isLowerBound: true)
        }
    }

    @Test("Killed runs never change a curve, which is fitted to the other scales only")
    func curves() throws {
        for growthClass in GrowthClass.allCases {
            let simulation = GrowthSimulation(
                growthClass: growthClass, growthBytes: 64 * 1_048_576, scaleCount: 7)
            for seed in 0..<20 {
                let all = simulation.points(seed: UInt64(seed))
                let points = killed(all, over: .mebibytes(68))
                let values = points.filter { !$0.isLowerBound }
                let fit = try #require(GrowthFit(points))
                let alone = try #require(GrowthFit(values))
                // The candidates may differ, because killed runs can refute one.
                for curve in fit.curves {
                    let same = alone.curves.first { $0.growthClass == curve.growthClass }
                    #expect(same == nil || same == curve)
                }
                #expect(fit.bytesPerUnit == alone.bytesPerUnit)
            }
        }
    }

    @Test("The need of a killed strategy is extrapolated from its smaller scales")
    func need() throws {
        let simulation = GrowthSimulation(growthClass: .linear, growthBytes: 128 * 1_048_576)
        let truth = simulation.bytes(at: Double(simulation.unitsMax))
        let covered = try (0..<100).count { seed in
            let points = killed(simulation.points(seed: UInt64(seed)), over: .mebibytes(64))
            let bytes = try #require(GrowthFit(points)).estimate(at: simulation.unitsMax).bytes
            return bytes.low <= truth && truth <= bytes.high
        }
        #expect(covered >= 90)
    }

    @Test("A curve above a killed run's reading stays a candidate, and one below is removed")
    func contradiction() throws {
        // Three scales at which the root and the line differ little, and one with a killed run.
        let values = [(10, 40), (20, 47), (40, 57)].map {
            GrowthPoint(units: $0, bytes: $1 << 20)
        }
        let free = try #require(GrowthFit(values))
        #expect(free.candidates.contains(.squareRoot))
        let kept = GrowthPoint(units: 640, bytes: 60 << 20, isLowerBound: true)
        #expect(try #require(GrowthFit(values + [kept])).candidates == free.candidates)
        let refuting = GrowthPoint(units: 640, bytes: 250 << 20, isLowerBound: true)
        let fit = try #require(GrowthFit(values + [refuting]))
        #expect(!fit.candidates.contains(.squareRoot))
        #expect(fit.candidates.contains(.linear))
    }

    @Test("If a killed run contradicts constant readings, there is no class, but a reason")
    func cliff() throws {
        let simulation = GrowthSimulation(growthClass: .constant)
        let cliff = GrowthPoint(
            units: 2 * simulation.unitsMax, bytes: 33 << 20, isLowerBound: true)
        let fit = try #require(GrowthFit(simulation.points(seed: 1) + [cliff]))
        #expect(fit.growthClass == nil)
        #expect(fit.doubts == [.contradicted(units: cliff.units)])
        #expect(cliff.units == 327_680)
        // From there on, the need is at least the killed run's reading.
        #expect(fit.estimate(at: cliff.units).bytes.estimate == Double(cliff.bytes))
        #expect(fit.estimate(at: simulation.unitsMax).bytes.high < 20 * 1_048_576)
        // The break point lies between the last scale within the budget and the killed one.
        let found = try #require(fit.breakPoint(budget: .mebibytes(32))).units
        #expect(found.low == Double(simulation.unitsMax))
        #expect(found.high == Double(cliff.units))
    }

    /// Returns a fit of 30 MiB plus 3 MiB per doubling, with one trial of the smallest scale killed
    /// at 37 MiB.
    private func outlier() throws -> GrowthFit {
        let scales = [1, 2, 4, 8, 16, 32]
        let values = scales.enumerated().flatMap { step, scale in
            (0..<3).map { trial in
                GrowthPoint(
                    units: scale * 1_000, bytes: ((30 + 3 * step) << 20) + trial * 4096,
                    isLowerBound: false)
            }
        }
        let killed = GrowthPoint(units: 1_000, bytes: 37 << 20, isLowerBound: true)
        return try #require(GrowthFit(values.dropFirst() + [killed]))
    }

    @Test("A run killed at a scale where others completed raises a doubt, and leaves no class")
    func disagreement() throws {
        let fit = try outlier()
        #expect(fit.growthClass == nil)
        #expect(fit.doubts == [.disagreement(units: 1_000)])
        // The budget is not crossed at that scale, because the other trials kept it.
        let found = fit.breakPoint(budget: .mebibytes(36))?.units
        #expect(found.map { $0.estimate > 1_000 && $0.isUnbounded } ?? true)
    }

    @Test("A run without a budget doesn't contradict a killed one that held as much")
    func fastKilled() throws {
        let points = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000].flatMap { units in
            let bytes = (8 << 20) + 512 * units
            guard units == 32_000 else {
                return (0..<3).map { GrowthPoint(units: units, bytes: bytes + 4096 * $0) }
            }
            // The killed run had already reached its need.
            let killed = GrowthPoint(units: units, bytes: bytes + 8192, isLowerBound: true)
            return [
                killed, killed, killed,
                GrowthPoint(units: units, bytes: bytes, isUnbudgeted: true),
            ]
        }
        let fit = try #require(GrowthFit(points))
        #expect(fit.doubts == [] && fit.growthClass == .linear)
        #expect(try #require(fit.breakPoint(budget: .mebibytes(20))).units.high <= 32_000)
    }

    @Test("If a constant is likeliest and others are possible, the break point has no upper end")
    func open() throws {
        var count = 0
        for seed in 0..<40 {
            var simulation = GrowthSimulation(growthClass: .linear, scaleCount: 6)
            simulation.growthBytes = Double(600 + 20 * seed) * 1024
            let fit = try #require(GrowthFit(simulation.points(seed: UInt64(seed))))
            guard fit.growthClass == .constant, fit.candidates.count > 1 else { continue }
            let found = try #require(fit.breakPoint(budget: .mebibytes(64)))
            #expect(found.units.isUnbounded && found.units.estimate.isFinite)
            count += 1
        }
        #expect(count > 0)
    }

    @Test("A break point is not above the scale at which a run was killed over the budget")
    func breakPoint() throws {
        let simulation = GrowthSimulation(growthClass: .linear, scaleCount: 2)
        let points = simulation.points(seed: 1)
        let budget = ByteCount(Int(simulation.bytes(at: 2 * Double(simulation.unitsMax))))
        let dead = GrowthPoint(
            units: 2 * simulation.unitsMax + 1, bytes: budget.bytes + 1, isLowerBound: true)
        let found = try #require(GrowthFit(points + [dead])?.breakPoint(budget: budget)).units
        #expect(found.high <= Double(dead.units))
        #expect(found.low < found.high)
    }
}
