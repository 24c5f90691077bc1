import Testing

@testable import MemoryBudget

@Suite("Break points of programs whose memory is known")
struct KnownProgramTests {
    /// The results of a hundred programs.
    private struct Tally: CustomStringConvertible {
        /// With an interval that covers the truth.
        var covered = 0
        /// With a doubt, whatever the interval.
        var doubted = 0
        /// Verified by runs.
        var verified = 0
        /// Verified, and yet the truth lies elsewhere.
        var wronglyVerified = 0
        /// Refuted by runs, and yet the truth lies outside their bracket.
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

    /// A hundred programs of some laws in turn, with a noise that goes from 0 up to the most.
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
        "Of 100 programs of six laws 88 are covered or doubted, 25 doubted at most, and none is verified wrongly",
        arguments: [KnownProgram.even, KnownProgram.uneven], [1, 10_000, 20_000])
    func sixLaws(scales: [Int], seed: Int) throws {
        let tally = try tally(KnownProgram.laws, noiseMax: 0.05, at: scales, from: seed)
        #expect(tally.covered + tally.doubted >= 95, "\(tally)")
        #expect(tally.doubted <= 25 && tally.verified >= 60, "\(tally)")
        // One run decides a bracket, and noise may decide one run.
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed <= 2, "\(tally)")
    }

    @Test(
        "A table that doubles lies on a line at scales that are powers of two apart, and is covered"
    )
    func hiddenSteps() throws {
        let tally = try tally(
            [KnownProgram.doubling], noiseMax: 0, at: KnownProgram.even, from: 1)
        #expect(tally.covered == 100 && tally.doubted == 0, "\(tally)")
        #expect(tally.wronglyVerified == 0 && tally.wronglyBracketed == 0, "\(tally)")
    }

    @Test("At other scales its steps are seen, and doubted")
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

    @Test("The doubt is about steps where there are steps, and about the law where that is another")
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
