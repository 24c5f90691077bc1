import Testing

@testable import MemoryBudget

@Suite("Curves through readings")
struct GrowthCurveTests {
    /// Returns readings without noise, one per scale.
    private func readings(
        _ points: [(units: Int, bytes: Int)], noise: GrowthNoise = .typical
    ) -> GrowthReadings {
        GrowthReadings(
            points.map { GrowthPoint(units: $0.units, bytes: $0.bytes) }, assuming: noise)
    }

    private func curve(_ growthClass: GrowthClass, _ readings: GrowthReadings) -> GrowthCurve {
        GrowthCurve(growthClass, through: readings)
    }

    /// Anscombe's first data set (1973), in hundredths, whose regression is in every textbook.
    private static let anscombe = [
        (10, 804), (8, 695), (13, 758), (9, 881), (11, 833), (14, 996), (6, 724), (4, 426),
        (12, 1_084), (7, 482), (5, 568),
    ]

    @Test("The line, its error and its interval are those of Anscombe's data")
    func anscombe() throws {
        let noise = GrowthNoise(relative: 0, absoluteBytes: 1)
        let points = Self.anscombe.map { GrowthPoint(units: $0.0, bytes: $0.1) }
        let line = curve(.linear, readings(Self.anscombe, noise: noise))
        #expect(abs(line.baseBytes - 300.009) < 0.001)
        #expect(abs(line.slopeBytes - 50.009) < 0.001)
        let slope = try #require(GrowthFit(points, noise: noise)).bytesPerUnit
        #expect(abs(slope.low - 23.337) < 0.01)
        #expect(abs(slope.high - 76.681) < 0.01)
    }

    @Test("Quantiles of Student's t-distribution agree with the printed table")
    func studentT() {
        let table = [
            (1, 12.706), (10, 2.228), (11, 2.201), (12, 2.179), (15, 2.131), (20, 2.086),
            (30, 2.042), (60, 2.000), (120, 1.980),
        ]
        for (freedom, quantile) in table {
            #expect(abs(StudentT.quantile95(freedom: freedom) - quantile) < 0.001)
        }
    }

    @Test("Points on a curve give its parameters back", arguments: GrowthClass.allCases)
    func exact(growthClass: GrowthClass) {
        let simulation = GrowthSimulation(growthClass: growthClass)
        let points = simulation.scales.map {
            (units: $0, bytes: Int(simulation.bytes(at: Double($0)).rounded()))
        }
        let found = curve(growthClass, readings(points))
        #expect(abs(found.baseBytes - simulation.floorBytes) < 10)
        let last = Double(simulation.unitsMax)
        #expect(abs(found.bytes(at: last) - simulation.bytes(at: last)) < 10)
    }

    @Test("The base and the slope are never negative")
    func constraints() {
        let falling = curve(.linear, readings([(10, 5_000_000), (20, 4_000_000)]))
        #expect(falling.slopeBytes == 0)
        #expect((4_000_000...5_000_000).contains(falling.baseBytes))
        let steep = curve(.linear, readings([(10, 1_000_000), (20, 9_000_000)]))
        #expect(steep.baseBytes == 0)
        #expect((100_000...450_000).contains(steep.slopeBytes))
    }

    @Test("The constrained fit is at least as good as many other allowed curves")
    func least() {
        let points = [(0, 6_000_000), (10, 7_000_000), (20, 8_500_000), (40, 14_000_000)]
        let readings = readings(points)
        let best = curve(.squareRoot, readings)
        let least = readings.cost(of: best)
        for base in stride(from: 0.0, through: 12e6, by: 50_000) {
            for slope in stride(from: 0.0, through: 3e6, by: 12_500) {
                let other = GrowthCurve(
                    growthClass: .squareRoot, baseBytes: base, slopeBytes: slope)
                #expect(readings.cost(of: other) >= least)
            }
        }
    }

    @Test("The floor raises a curve that starts below it, and doesn't change one above it")
    func floor() {
        let values = [(10, 20_000_000), (20, 30_000_000), (40, 50_000_000)]
        let free = curve(.linear, readings(values))
        let lifted = curve(.linear, readings([(0, 15_000_000)] + values))
        let unmoved = curve(.linear, readings([(0, 5_000_000)] + values))
        #expect(abs(free.baseBytes - 10_000_000) < 1)
        #expect(lifted.baseBytes > 11_000_000)
        #expect(unmoved == free)
    }

    @Test("The error of a median of three or five values agrees with theory")
    func medianError() {
        // Variances of the median of normal values, from tables of order statistics.
        for (count, variance) in [(1, 1.0), (3, 0.4487), (5, 0.2868), (7, 0.2104)] {
            let error = GrowthReadings.medianError(count)
            #expect(abs(error / variance.squareRoot() - 1) < 0.01)
        }
    }
}

extension GrowthReadings {
    /// Returns the sum of squares that a fit minimises, including the floor's if the curve starts
    /// below it.
    fileprivate func cost(of curve: GrowthCurve) -> Double {
        let shortfall = floor.map { max(0, $0.bytes - curve.baseBytes) / $0.deviation } ?? 0
        return distances(from: curve).reduce(shortfall * shortfall) { $0 + $1 * $1 }
    }
}
