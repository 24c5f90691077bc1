import Foundation

@testable import MemoryBudget

/// A program whose memory is known: floor + k·f(n), read with a machine's noise.
struct GrowthSimulation {
    var growthClass: GrowthClass
    /// Memory at no units, in bytes.
    var floorBytes = 17.0 * 1_048_576
    /// What is added at the largest scale.
    var growthBytes = 32.0 * 1_048_576
    var scaleCount = 5
    /// Each scale's units over the one's before.
    var ratio = 2
    var trials = 3
    var noise = GrowthNoise.typical
    /// The largest scale's units, whatever the ratio.
    var unitsMax = 163_840

    /// Ascending.
    var scales: [Int] {
        (0..<scaleCount).reversed().map { step in
            (0..<step).reduce(unitsMax) { units, _ in units / ratio }
        }
    }

    /// The memory without noise.
    func bytes(at units: Double) -> Double {
        guard growthClass != .constant else { return floorBytes }
        let share = growthClass.value(at: units) / growthClass.value(at: Double(unitsMax))
        return floorBytes + growthBytes * share
    }

    /// One noisy reading.
    func point(_ units: Int, using generator: inout SplitMix64) -> GrowthPoint {
        let truth = bytes(at: Double(units))
        let noisy = truth + noise.deviation(of: truth) * normal(&generator)
        return GrowthPoint(units: units, bytes: Int(noisy.rounded()))
    }

    /// The floor's and every scale's trials.
    func points(seed: UInt64, withFloor: Bool = true) -> [GrowthPoint] {
        var generator = SplitMix64(seed: seed)
        return ((withFloor ? [0] : []) + scales).flatMap { units in
            (0..<trials).map { _ in point(units, using: &generator) }
        }
    }

    /// By Box and Muller.
    private func normal(_ generator: inout SplitMix64) -> Double {
        let radius = (-2 * log(Double.random(in: 0x1p-53..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
