import Foundation
import MemoryBudget
import Testing

@Suite("Numbers for people")
struct FixedDecimalsTests {
    @Test("Fixed decimals agree with printf, an oracle that we did not write")
    func printf() {
        var generator = SeededGenerator()
        for digits in 0...6 {
            for _ in 0..<500 {
                let value = Double.random(in: -1e6...1e6, using: &generator)
                let ours = fixed(value, digits)
                let theirs = String(format: "%.\(digits)f", value)
                // printf rounds the exact binary value; ours may differ by one last figure only
                // when the scaled value lies on the half.
                let scale = pow(10, Double(digits))
                let isHalf =
                    abs((abs(value) * scale).truncatingRemainder(dividingBy: 1) - 0.5) < 1e-6
                #expect(ours == theirs || isHalf || theirs == "-\(ours)", "\(value)")
            }
        }
    }

    @Test("Halves round away from zero, and nothing is ever minus zero")
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

    @Test("What is no number is a sign, what is too large is still printed")
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
        "A figure of any size has a nearest whole number that can be printed",
        arguments: [
            (0.4, 0), (0.5, 1), (-2.5, -3), (1e300, 9_000_000_000_000_000),
            (-1e30, -9_000_000_000_000_000), (.infinity, 9_000_000_000_000_000),
            (-.infinity, -9_000_000_000_000_000), (.nan, 0),
        ] as [(Double, Int)])
    func wholeNumbers(value: Double, expected: Int) {
        #expect(whole(value) == expected)
    }
}
