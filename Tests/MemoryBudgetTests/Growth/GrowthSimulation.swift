import Foundation

@testable import MemoryBudget

/// A program whose memory is known, floor + k·f(n), read with a machine's noise.
struct GrowthSimulation {
    var growthClass: GrowthClass
    /// The memory at 0 units, in bytes.
    var floorBytes = 17.0 * 1_048_576
    /// The growth at the largest scale, in bytes.
    var growthBytes = 32.0 * 1_048_576
    var scaleCount = 5
    /// The ratio of neighbouring scales.
    var ratio = 2
    var trials = 3
    var noise = GrowthNoise.typical
    /// The units of the largest scale, whatever the ratio.
    var unitsMax = 163_840

    /// The scales, ascending.
    var scales: [Int] {
        (0..<scaleCount).reversed().map { step in
            (0..<step).reduce(unitsMax) { units, _ in units / ratio }
        }
    }

    /// Returns the memory without noise.
    func bytes(at units: Double) -> Double {
        guard growthClass != .constant else { return floorBytes }
        let share = growthClass.value(at: units) / growthClass.value(at: Double(unitsMax))
        return floorBytes + growthBytes * share
    }

    /// Returns one noisy reading.
    func point(_ units: Int, using generator: inout SplitMix64) -> GrowthPoint {
        let truth = bytes(at: Double(units))
        let noisy = truth + noise.deviation(of: truth) * normal(&generator)
        return GrowthPoint(units: units, bytes: Int(noisy.rounded()))
    }

    /// Returns the points of all trials, of the floor and of every scale.
    func points(seed: UInt64, withFloor: Bool = true) -> [GrowthPoint] {
        var generator = SplitMix64(seed: seed)
        return ((withFloor ? [0] : []) + scales).flatMap { units in
            (0..<trials).map { _ in point(units, using: &generator) }
        }
    }

    /// Returns a normally distributed number, by the Box–Muller transform.
    private func normal(_ generator: inout SplitMix64) -> Double {
        let radius = (-2 * log(Double.random(in: 0x1p-53..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
