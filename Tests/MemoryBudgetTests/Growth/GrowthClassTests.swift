import Foundation
import Testing

@testable import MemoryBudget

@Suite("Growth classes")
struct GrowthClassTests {
    @Test("The raw values are the names in JSON")
    func names() {
        #expect(
            GrowthClass.allCases.map(\.rawValue) == [
                "constant", "logarithmic", "square_root", "linear", "linearithmic", "quadratic",
            ])
    }

    @Test("The logarithm equals the C library's, to 15 digits")
    func logarithm() {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<20_000 {
            let value = exp(Double.random(in: -40...700, using: &generator))
            let truth = log(value)
            #expect(abs(naturalLogarithm(value) - truth) <= 1e-15 * max(abs(truth), 1))
        }
        #expect(naturalLogarithm(1) == 0)
    }

    @Test("Every class is 0 at 0 units, and grows unless it is constant")
    func laws() {
        for growthClass in GrowthClass.allCases {
            #expect(growthClass.value(at: 0) == 0)
            let values = [1.0, 2, 1_000, 1e6, 1e15].map(growthClass.value)
            let isGrowing = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
            #expect(isGrowing == (growthClass != .constant))
        }
    }

    @Test("The scale that reaches a value has that value", arguments: GrowthClass.allCases)
    func inverse(growthClass: GrowthClass) {
        for units in [1.0, 3, 12_345, 1e9, 1e15] where growthClass != .constant {
            let reached = growthClass.units(reaching: growthClass.value(at: units))
            // The last digit of a logarithm corresponds to many units.
            #expect(abs(reached / units - 1) < 1e-12)
        }
        #expect(growthClass.units(reaching: 0) == 0)
        #expect(growthClass.units(reaching: .infinity) == .infinity)
    }

    @Test("A constant reaches no value, and a logarithm none beyond the largest scale")
    func never() {
        #expect(GrowthClass.constant.units(reaching: 1) == .infinity)
        #expect(GrowthClass.logarithmic.units(reaching: 50) == .infinity)
    }
}
