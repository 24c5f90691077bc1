import Foundation
import MemoryBudget
import Testing

@Suite("Formatted numbers")
struct FixedDecimalsTests {
    @Test("Fixed decimals agree with printf")
    func printf() {
        var generator = SeededGenerator()
        for digits in 0...6 {
            for _ in 0..<500 {
                let value = Double.random(in: -1e6...1e6, using: &generator)
                let ours = fixed(value, digits)
                let theirs = String(format: "%.\(digits)f", value)
                // printf rounds the exact binary value, so the last digit may differ by one, but
                // only if the scaled value is a half.
                let scale = pow(10, Double(digits))
                let isHalf =
                    abs((abs(value) * scale).truncatingRemainder(dividingBy: 1) - 0.5) < 1e-6
                #expect(ours == theirs || isHalf || theirs == "-\(ours)", "\(value)")
            }
        }
    }

    @Test("Halves round away from zero, and nothing is minus zero")
    func edges() {
        #expect(fixed(0.5, 0) == "1")
        #expect(fixed(-0.5, 0) == "-1")
        #expect(fixed(2.5, 0) == "3")
        #expect(fixed(-0.04, 1) == "0.0")
        #expect(fixed(-0.0, 2) == "0.00")
        #expect(fixed(0.05, 1) == "0.1")
        #expect(fixed(1.005, 3) == "1.005")
        #expect(fixed(999.96, 1) == "1000.0")
        #expect(fixed(7, 9) == "7.000000000")
    }

    @Test("Values that are not finite print as a sign, and very large ones as digits")
    func extremes() {
        #expect(fixed(.nan, 2) == "–")
        #expect(fixed(.infinity, 2) == "∞")
        #expect(fixed(-.infinity, 2) == "-∞")
        #expect(fixed(1e300, 2) == "1e+300")
    }

    @Test(
        "Thousands are grouped",
        arguments: [
            (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (336_776, "336,776"),
            (1_000_000, "1,000,000"), (-1_234, "-1,234"), (-999, "-999"),
            (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
        ])
    func grouping(value: Int, text: String) {
        #expect(grouped(value) == text)
    }
    @Test(
        "A value of any size rounds to a whole number that can be printed",
        arguments: [
            (0.4, 0), (0.5, 1), (-2.5, -3), (1e300, 9_000_000_000_000_000),
            (-1e30, -9_000_000_000_000_000), (.infinity, 9_000_000_000_000_000),
            (-.infinity, -9_000_000_000_000_000), (.nan, 0),
        ] as [(Double, Int)])
    func wholeNumbers(value: Double, expected: Int) {
        #expect(whole(value) == expected)
    }
}
