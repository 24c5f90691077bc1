import MemoryBudget
import RunStore
import Testing

@testable import Judging

/// The rule of constant growth, applied to programs whose growth is known.
@Suite("Rules of constant memory")
struct ConstantGrowthTests {
    private static let scales = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

    /// Returns a run with three trials per scale of a program that holds 10 MiB at the smallest.
    private func run(
        _ law: GrowthClass, growth: Double, noise: Double, seed: UInt64,
        promised: GrowthClass = .constant
    ) -> MadeUpRun {
        var run = MadeUpRun(gate: [GateRule(.growth(promised))])
        run.scenario.budget?.limit = .mebibytes(1 << 10)
        var generator = SplitMix64(seed: seed)
        let (first, last) = (
            law.value(at: Double(Self.scales[0])), law.value(at: Double(Self.scales[5]))
        )
        for units in Self.scales {
            let share = last > first ? (law.value(at: Double(units)) - first) / (last - first) : 0
            let peaks = (0..<3).map { _ in
                10 * (1 + growth * share) * (1 + noise * Self.normal(&generator))
            }
            run.add(units: units, mebibytes: peaks)
        }
        return run
    }

    /// Returns an approximately normal number: the sum of twelve uniform ones less its mean.
    private static func normal(_ generator: inout SplitMix64) -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }

    @Test("None of 200 noisy programs that grow by 25 to 100 % keeps the rule")
    func noisyGrowth() {
        var results: [GateFinding.Result: Int] = [:]
        for index in 0..<200 {
            let run = run(
                [.linear, .linear, .squareRoot, .logarithmic][index % 4],
                growth: 0.25 + 0.75 * Double(index % 50) / 49,
                noise: 0.05 + 0.1 * Double(index % 7) / 6, seed: UInt64(index))
            results[run.results(.growth).first ?? .missing, default: 0] += 1
        }
        #expect(results[.kept] == nil, "\(results)")
        #expect((results[.over] ?? 0) > 60, "\(results)")
    }

    @Test("Of 100 programs that don't grow, with up to 1 % of noise, 98 keep the rule")
    func noGrowth() {
        let kept = (0..<100).count { index in
            run(
                .constant, growth: 0, noise: 0.01 * Double(index % 11) / 10,
                seed: UInt64(1_000 + index)
            ).results(.growth) == [.kept]
        }
        #expect(kept >= 98, "\(kept)")
    }

    @Test("A program that holds less at larger scales keeps the rule")
    func decreasing() {
        for law in [GrowthClass.linear, .logarithmic] {
            #expect(run(law, growth: -0.4, noise: 0.005, seed: 1).results(.growth) == [.kept])
        }
    }

    /// Returns a run of a program of b + k · f(n) KiB with 0.5 % of noise.
    private func run(
        _ base: Double, _ more: Double, at scales: [Int], noise: Double, seed: UInt64,
        law: (Double) -> Double
    ) -> MadeUpRun {
        var run = MadeUpRun(gate: [GateRule(.growth(.constant))])
        run.scenario.budget?.limit = .mebibytes(1 << 10)
        var generator = SplitMix64(seed: seed)
        for units in scales {
            let truth = (base + more * law(Double(units))) / 1_024
            run.add(
                units: units,
                mebibytes: (0..<3).map { _ in truth * (1 + noise * Self.normal(&generator)) })
        }
        return run
    }

    @Test("A program that shrinks without any law keeps the rule", arguments: [0, 0.005])
    func hyperbola(noise: Double) {
        for (base, more, half) in [(8_000.0, 20_000.0, 2_000.0), (2_000, 40_000, 4_000)] {
            for seed in 1...10 {
                let run = run(base, more, at: Self.scales, noise: noise, seed: UInt64(seed)) {
                    1 / (1 + $0 / half)
                }
                #expect(run.results(.growth) == [.kept], "\(base) \(seed)")
            }
        }
    }

    @Test("A program that shrinks and then grows doesn't keep the rule")
    func valley() {
        for seed in 1...10 {
            let run = run(8_000, 20_000, at: Self.scales, noise: 0.005, seed: UInt64(seed)) {
                1 / (1 + $0 / 500) + $0 / 64_000
            }
            #expect(run.results(.growth) != [.kept], "\(seed)")
        }
    }

    @Test("A program that grows and then stops doesn't keep the rule", arguments: [0, 0.005])
    func plateau(noise: Double) {
        let scales = [1_000, 2_000, 5_000, 12_000, 32_000]
        let run = run(8_000, 9_000, at: scales, noise: noise, seed: 1) { min($0 / 2_000, 1) }
        #expect(run.results(.growth) == [.inconclusive])
        let growth = run.record.scenarios[0].strategies[0].growth
        #expect(growth?.growthClass == nil && growth?.isDoubted == true)
    }

    @Test("Growth below 5 % keeps the rule, above 5 % breaks it, and at 5 % is inconclusive")
    func edge() {
        func result(_ growth: Double) -> [GateFinding.Result] {
            run(.linear, growth: growth, noise: 0, seed: 1).results(.growth)
        }
        #expect(result(0.02) == [.kept])
        #expect(result(0.05) == [.inconclusive])
        #expect(result(0.2) == [.over])
    }

    @Test("The rule of another class is kept only if every class that fits the readings keeps it")
    func otherClasses() {
        func results(_ law: GrowthClass, _ promised: GrowthClass) -> [GateFinding.Result] {
            run(law, growth: 3, noise: 0.002, seed: 3, promised: promised).results(.growth)
        }
        #expect(results(.linear, .quadratic) == [.kept])
        #expect(results(.quadratic, .linear) == [.over])
        // n and n log n are hard to distinguish over these scales.
        #expect([[.kept], [.inconclusive]].contains(results(.linear, .linear)))
        let noisy = run(.linear, growth: 0.4, noise: 0.05, seed: 9, promised: .logarithmic)
        #expect(noisy.results(.growth) != [.kept])
    }
}
