import Testing

@testable import MemoryBudget

@Suite("Break points of programs whose memory is known")
struct KnownProgramTests {
    /// The results of 100 programs.
    private struct Tally: CustomStringConvertible {
        /// Programs with an interval that covers the true value.
        var covered = 0
        /// Programs with a doubt, whatever the interval.
        var doubted = 0
        /// Programs verified by runs.
        var verified = 0
        /// Verified programs whose true value is outside the interval.
        var wronglyVerified = 0
        /// Refuted programs whose true value is outside the bracket.
        var wronglyBracketed = 0

        var description: String {
            "\(covered) covered, \(doubted) doubted, \(verified) verified,"
                + " \(wronglyVerified) wrongly, \(wronglyBracketed) wrongly bracketed"
        }

        mutating func note(_ program: KnownProgram, at scales: [Int], _ seed: UInt64) throws {
            var generator = SplitMix64(seed: seed)
            let points = program.points(at: scales, using: &generator)
            let fit = try #require(GrowthFit(points))
            let found = fit.breakPoint(budget: program.budget)
            if !fit.doubts.isEmpty {
                doubted += 1
            } else if program.isCovered(by: found?.units) {
                covered += 1
            }
            guard let found else { return }
            let edges = fit.edges(of: found, budget: program.budget)
            let checked = found.checked(
                by: program.runs(of: points, edges: edges, using: &generator))
            let isRight = program.isCovered(by: checked.units)
            if checked.isVerified == true { verified += 1 }
            if checked.isVerified == true && !isRight { wronglyVerified += 1 }
            if checked.isVerified == false && !isRight { wronglyBracketed += 1 }
        }
    }

    /// Tallies 100 programs of the given laws in turn, with noise from 0 up to the maximum.
    private func tally(
        _ laws: [KnownProgram.Law], noiseMax: Double, at scales: [Int], from seed: Int
    ) throws -> Tally {
        try (0..<100).reduce(into: Tally()) { tally, index in
            var generator = SplitMix64(seed: UInt64(seed + index))
            let program = KnownProgram(
                laws[index % laws.count], noise: noiseMax * Double(index) / 99,
                using: &generator)
            try tally.note(program, at: scales, UInt64(seed + 1_000 + index))
        }
    }

    @Test(
        "Of 100 programs, 88 are covered or doubted, at most 25 doubted, none verified wrongly",
        arguments: [KnownProgram.even, KnownProgram.uneven], [1, 10_000, 20_000])
    func sixLaws(scales: [Int], seed: Int) throws {
        let tally = try tally(KnownProgram.laws, noiseMax: 0.05, at: scales, from: seed)
        #expect(tally.covered + tally.doubted >= 95, "\(tally)")
        #expect(tally.doubted <= 25 && tally.verified >= 60, "\(tally)")
        // A bracket depends on single runs, which noise may decide.
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed <= 2, "\(tally)")
    }

    @Test(
        "A doubling table at scales that are powers of two apart looks like a line, and is covered"
    )
    func hiddenSteps() throws {
        let tally = try tally(
            [KnownProgram.doubling], noiseMax: 0, at: KnownProgram.even, from: 1)
        #expect(tally.covered == 100 && tally.doubted == 0, "\(tally)")
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed == 0, "\(tally)")
    }

    @Test("At other scales, the steps of a doubling table are detected and doubted")
    func seenSteps() throws {
        let tally = try tally(
            [KnownProgram.doubling], noiseMax: 0, at: KnownProgram.uneven, from: 1)
        #expect(tally.covered + tally.doubted == 100 && tally.doubted >= 90, "\(tally)")
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed == 0, "\(tally)")
    }

    @Test(
        "A law that no class describes is doubted",
        arguments: [KnownProgram.even, KnownProgram.uneven])
    func otherLaw(scales: [Int]) throws {
        let tally = try tally([KnownProgram.cubic], noiseMax: 0, at: scales, from: 1)
        #expect(tally.covered + tally.doubted >= 99 && tally.doubted >= 98, "\(tally)")
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed <= 1, "\(tally)")
    }

    @Test("Steps raise a doubt about steps, and another law a doubt about the class")
    func kinds() throws {
        var generator = SplitMix64(seed: 1)
        for (law, isStepped) in [(KnownProgram.doubling, true), (KnownProgram.cubic, false)] {
            let program = KnownProgram(law, noise: 0, using: &generator)
            let points = program.points(at: KnownProgram.uneven, using: &generator)
            let fit = try #require(GrowthFit(points.filter { !$0.isLowerBound }))
            #expect(fit.growthClass == nil)
            let kinds = fit.doubts.map { doubt -> Bool? in
                switch doubt {
                case .steps(let share): share > 0.02 ? true : nil
                case .unexplained(let share, let errors): share > 0.02 && errors > 4 ? false : nil
                default: nil
                }
            }
            #expect(kinds.contains(isStepped) && !kinds.contains(!isStepped), "\(fit.doubts)")
        }
    }
}
