import Testing

@testable import MemoryBudget

@Suite("Growth fits")
struct GrowthFitTests {
    /// A growth class, the ratio of the scales, and the growth above a floor of 17 MiB.
    struct Program: CustomTestStringConvertible {
        let growthClass: GrowthClass
        let ratio: Int
        let growthMebibytes: Double

        static let all = GrowthClass.allCases.flatMap { growthClass in
            [2, 4].flatMap { ratio in
                [8, 32, 512].map {
                    Program(growthClass: growthClass, ratio: ratio, growthMebibytes: $0)
                }
            }
        }

        var simulation: GrowthSimulation {
            GrowthSimulation(
                growthClass: growthClass, growthBytes: growthMebibytes * 1_048_576, ratio: ratio)
        }

        var testDescription: String {
            "\(growthClass), ratio \(ratio), \(growthMebibytes) MiB"
        }
    }

    @Test("The true class is among the candidates in 95 of 100 noisy runs", arguments: Program.all)
    func candidates(program: Program) throws {
        let found = try (0..<100).count { seed in
            let fit = try #require(GrowthFit(program.simulation.points(seed: UInt64(seed))))
            return fit.candidates.contains(program.growthClass) && fit.doubts.isEmpty
        }
        #expect(found >= 95)
    }

    @Test(
        "The true class is the only candidate in 95 of 100 runs that grow by 512 MiB",
        arguments: GrowthClass.allCases)
    func named(growthClass: GrowthClass) throws {
        let simulation = GrowthSimulation(growthClass: growthClass, growthBytes: 512 * 1_048_576)
        let found = try (0..<100).count { seed in
            let fit = try #require(GrowthFit(simulation.points(seed: UInt64(seed))))
            return fit.candidates == [growthClass] && fit.growthClass == growthClass
        }
        #expect(found >= 95)
    }

    @Test(
        "The true class is found whatever the noise is, with or without a floor",
        arguments: [0.1, 4.0], [true, false])
    func otherNoise(factor: Double, withFloor: Bool) throws {
        for growthClass in GrowthClass.allCases {
            var simulation = GrowthSimulation(
                growthClass: growthClass, growthBytes: 128 * 1_048_576)
            simulation.noise = simulation.noise.scaled(by: factor)
            let found = try (0..<100).count { seed in
                let points = simulation.points(seed: UInt64(seed), withFloor: withFloor)
                return try #require(GrowthFit(points)).candidates.contains(growthClass)
            }
            #expect(found >= 95, "\(growthClass)")
        }
    }

    @Test("Growth below 5 % is constant, however significant it is", arguments: [2, 4])
    func smallGrowth(ratio: Int) throws {
        for growthClass in GrowthClass.allCases {
            var simulation = GrowthSimulation(
                growthClass: growthClass, growthBytes: 0.04 * 17 * 1_048_576, ratio: ratio)
            simulation.noise = simulation.noise.scaled(by: 0.1)
            let constant = try (0..<100).count { seed in
                let fit = try #require(GrowthFit(simulation.points(seed: UInt64(seed))))
                return fit.growthClass == .constant
            }
            #expect(constant == 100, "\(growthClass)")
        }
    }

    @Test("A trend within unexpectedly large noise is constant unless it is significant")
    func unexpectedNoise() throws {
        // Eight times the assumed noise, without repeats that would show it.
        var simulation = GrowthSimulation(growthClass: .constant, trials: 1)
        simulation.noise = simulation.noise.scaled(by: 8)
        let constant = try (0..<100).count { seed in
            try #require(GrowthFit(simulation.points(seed: UInt64(seed)))).growthClass == .constant
        }
        #expect(constant >= 95)
    }

    @Test("Significant growth that is too small to matter is listed after the constant")
    func sureGrowth() throws {
        var simulation = GrowthSimulation(
            growthClass: .linear, growthBytes: 0.04 * 17 * 1_048_576)
        simulation.noise = simulation.noise.scaled(by: 0.05)
        let fit = try #require(GrowthFit(simulation.points(seed: 1)))
        #expect(fit.candidates.first == .constant)
        #expect(fit.candidates.contains(.linear))
    }

    @Test("A buffer that needs input to be allocated doesn't turn a constant into a logarithm")
    func buffers() throws {
        let empty = GrowthSimulation(growthClass: .constant)
        let full = GrowthSimulation(growthClass: .constant, floorBytes: 25 * 1_048_576)
        for seed in 0..<100 {
            let floor = empty.points(seed: UInt64(seed)).filter { $0.units == 0 }
            let points = floor + full.points(seed: UInt64(seed), withFloor: false)
            #expect(try #require(GrowthFit(points)).growthClass == .constant)
        }
    }

    @Test("Doubling tables are linear, or can't be distinguished from it")
    func steps() throws {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<100 {
            let start = Double.random(in: 5_000..<20_000, using: &generator)
            let scales = (0..<5).map { step in (0..<step).reduce(start) { $0 * 2.7 + Double($1) } }
            let points = scales.map { units in
                var capacity = 1
                while capacity < Int(units) { capacity *= 2 }
                return GrowthPoint(units: Int(units), bytes: 17 << 20 + 150 * capacity)
            }
            let fit = try #require(GrowthFit(points))
            #expect(fit.candidates.contains(.linear))
            // The misfit is reported, because steps of up to 100 % can't look like noise.
            #expect(try #require(fit.residualShare) > 0.02)
        }
    }

    @Test("One of fifteen trials being 30 % too large changes nothing")
    func outlier() throws {
        let simulation = GrowthSimulation(growthClass: .linear, growthBytes: 128 * 1_048_576)
        for seed in 0..<100 {
            var points = simulation.points(seed: UInt64(seed))
            let index = 3 + seed % 15
            points[index].bytes += points[index].bytes * 3 / 10
            #expect(try #require(GrowthFit(points)).candidates.contains(.linear))
        }
    }

    @Test("The slope's interval covers the true value in 95 of 100 runs", arguments: [2, 4])
    func slope(ratio: Int) throws {
        let simulation = GrowthSimulation(growthClass: .linear, ratio: ratio)
        let truth = simulation.growthBytes / Double(simulation.unitsMax)
        let covered = try (0..<100).count { seed in
            let slope = try #require(GrowthFit(simulation.points(seed: UInt64(seed)))).bytesPerUnit
            return slope.low <= truth && truth <= slope.high
        }
        #expect(covered >= 95)
    }

    @Test("The order of the points doesn't matter, and the noise is estimated from repeats")
    func order() throws {
        var simulation = GrowthSimulation(growthClass: .linear)
        simulation.noise = simulation.noise.scaled(by: 3)
        simulation.trials = 30
        let points = simulation.points(seed: 1)
        let fit = try #require(GrowthFit(points))
        #expect(GrowthFit(points.reversed()) == fit)
        #expect(abs(fit.noise.relative / 0.015 - 1) < 0.15)
        #expect(abs(try #require(fit.floorBytes) / simulation.floorBytes - 1) < 0.02)
    }
}
