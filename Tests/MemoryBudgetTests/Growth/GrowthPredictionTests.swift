import Testing

@testable import MemoryBudget

@Suite("Predictions of the need at any risk")
struct GrowthPredictionTests {
    private static let runs = 400

    /// Returns in how many runs a reading is above the upper end and below the lower one, at shares
    /// of the largest scale.
    private func outside(
        _ simulation: GrowthSimulation, risk: Double, share: Double
    ) throws -> (above: Int, below: Int) {
        let units = Int(share * Double(simulation.unitsMax))
        var counts = (above: 0, below: 0)
        for seed in 0..<UInt64(Self.runs) {
            var generator = SplitMix64(seed: seed + 1_000_000)
            let reading = Double(simulation.point(units, using: &generator).bytes)
            let points = simulation.points(seed: seed, withFloor: false)
            let fit = try #require(GrowthFit(points, noise: simulation.noise))
            let bytes = GrowthPrediction(of: fit, risk: risk).interval(at: units)
            if reading > bytes.high { counts.above += 1 }
            if reading < bytes.low { counts.below += 1 }
        }
        return counts
    }

    /// Returns a program with one reading per scale and known noise.
    private func simulation(_ growthClass: GrowthClass) -> GrowthSimulation {
        GrowthSimulation(growthClass: growthClass, trials: 1)
    }

    @Test(
        "At a risk of 1 %, at most 2 % of runs exceed it, at the largest scale and between scales",
        arguments: GrowthClass.allCases, [1.0, 0.35])
    func onePercent(growthClass: GrowthClass, share: Double) throws {
        let counts = try outside(simulation(growthClass), risk: 0.01, share: share)
        #expect(counts.above <= Self.runs / 50, "\(counts)")
        #expect(counts.below <= Self.runs / 50, "\(counts)")
    }

    @Test("At a risk of 20 %, some runs exceed it, so the interval is not too wide")
    func twentyPercent() throws {
        let counts = try outside(simulation(.linear), risk: 0.2, share: 1)
        #expect((8...80).contains(counts.above), "\(counts)")
    }

    @Test("A reading far from the curve doesn't widen the interval at another scale")
    func neighbours() throws {
        // Small inputs need less than the line predicts, as if a part of the job were not used yet.
        let points = [3_000, 8_000, 18_000, 45_000, 100_000].map { units in
            GrowthPoint(units: units, bytes: (4 << 20) + (units < 10_000 ? 1_100 : 1_300) * units)
        }
        let fit = try #require(GrowthFit(points))
        let prediction = GrowthPrediction(of: fit, risk: 0.01)
        for point in points {
            let bytes = prediction.interval(at: point.units)
            #expect(bytes.high >= Double(point.bytes) && bytes.low <= Double(point.bytes))
        }
        #expect(prediction.interval(at: 100_000).high < 1.04 * Double(points[4].bytes))
        #expect(prediction.interval(at: 70_000).high < 1.1 * (4 * 0x1p20 + 1_300 * 70_000))
    }

    @Test("A smaller risk gives a wider interval around the same estimate")
    func width() throws {
        let points = simulation(.linear).points(seed: 1, withFloor: false)
        let fit = try #require(GrowthFit(points))
        let wide = GrowthPrediction(of: fit, risk: 0.001).interval(at: 100_000)
        let narrow = GrowthPrediction(of: fit, risk: 0.1).interval(at: 100_000)
        #expect(wide.estimate == narrow.estimate)
        #expect(wide.high > narrow.high && wide.low < narrow.low)
    }

    @Test("Beyond the largest scale, a doubling table may have doubled once more")
    func doubling() throws {
        // Scales that are powers of two apart, at which a line and a table look the same.
        let points = [1_000, 2_000, 4_000, 8_000, 16_000].map {
            GrowthPoint(units: $0, bytes: 4_000 * $0)
        }
        let fit = try #require(GrowthFit(points))
        let prediction = GrowthPrediction(of: fit, risk: 0.01)
        #expect(!fit.isExtrapolated(at: 16_000) && fit.isExtrapolated(at: 16_001))
        #expect(prediction.interval(at: 16_000).high < 1.1 * 64e6)
        #expect(prediction.interval(at: 17_000).high > 1.9 * 64e6)
    }
}
