import MemoryBudget
import Testing

@Suite("The search for an edge")
struct EdgeSearchTests {
    /// Runs a search against an oracle, and returns all positions that were looked at.
    private func run(
        _ search: inout EdgeSearch, _ oracle: (Int) -> EdgeSearch.Side
    ) -> [Int] {
        var asked: [Int] = []
        while let position = search.next {
            asked.append(position)
            search.note(oracle(position), at: position)
        }
        return asked
    }

    @Test("An edge anywhere is found to the resolution, and both ends are seen twice")
    func found() throws {
        for edge in [2, 7, 99, 1_000, 1_001, 4_321, 160_000, 1_234_567, 9_999_999] {
            for resolution in [0.5, 0.05, 0.001] {
                var search = EdgeSearch(
                    in: 1...10_000_000, rungs: [1_000, 2_000, 16_000], resolution: resolution)
                let asked = run(&search) { $0 < edge ? .below : .above }
                let below = try #require(search.below)
                let above = try #require(search.above)
                #expect(below < edge && edge <= above && search.isResolved)
                #expect(
                    above - below <= max(1, Int(resolution * Double(below))), "\(edge) \(asked)")
                #expect(asked.count { $0 == below } == 2 && asked.count { $0 == above } == 2)
                #expect(asked.count < 45)
            }
        }
    }

    @Test("The search goes up by rungs before it doubles, and goes down below the first rung")
    func rungs() {
        var climbing = EdgeSearch(in: 1...1_000_000, rungs: [30, 10, 100], resolution: 0.05)
        #expect(
            run(&climbing) { $0 < 350 ? .below : .above }.starts(with: [10, 30, 100, 200, 400]))
        var falling = EdgeSearch(in: 1...1_000_000, rungs: [100, 300], resolution: 0.05)
        #expect(run(&falling) { $0 < 20 ? .below : .above }.starts(with: [100, 50, 25, 12]))
    }

    @Test("Without an edge in the range, the end of the range is seen twice")
    func open() {
        var search = EdgeSearch(in: 1...1_000, rungs: [100], resolution: 0.05)
        let climbed = run(&search) { _ in .below }
        #expect(search.below == 1_000 && search.above == nil && !search.isResolved)
        #expect(climbed == [100, 200, 400, 800, 1_000, 1_000])
        search = EdgeSearch(in: 5...1_000, rungs: [100], resolution: 0.05)
        let fallen = run(&search) { _ in .above }
        #expect(search.below == nil && search.above == 5 && !search.isResolved)
        #expect(fallen == [100, 50, 25, 12, 6, 5, 5])
    }

    @Test("Excluded positions are not looked at")
    func closed() {
        var search = EdgeSearch(in: 1...1_000, rungs: [100], resolution: 0.05)
        while let position = search.next {
            if position > 500 {
                search.close(from: position)
            } else {
                search.note(.below, at: position)
            }
        }
        #expect(search.below == 799 || search.below ?? 0 <= 500)
        #expect(search.above == nil)
    }

    @Test("With an oracle that errs near the edge, the search ends near the edge")
    func noisy() throws {
        for seed in 0..<200 {
            var generator = SplitMix64(seed: UInt64(seed))
            var search = EdgeSearch(in: 1...10_000_000, rungs: [1_000], resolution: 0.05)
            // Within 10 % of the edge, the answer is more random the closer it is.
            let asked = run(&search) { position in
                let distance = Double(position - 50_000) / 5_000
                let chance = min(max(0.5 + distance / 2, 0), 1)
                return Double.random(in: 0..<1, using: &generator) < chance ? .above : .below
            }
            let below = try #require(search.below)
            let above = try #require(search.above)
            #expect(search.isResolved && below < above)
            // Each end may also be one resolution further out.
            #expect(below > 42_800 && above < 57_800, "seed \(seed)")
            #expect(asked.count < 60)
        }
    }

    @Test("A single wrong answer is detected, because the ends are looked at again")
    func oneError() {
        for wrong in 0..<12 {
            var search = EdgeSearch(in: 1...1_000_000, rungs: [1_000], resolution: 0.05)
            var number = 0
            _ = run(&search) { position in
                defer { number += 1 }
                let side: EdgeSearch.Side = position < 20_000 ? .below : .above
                guard number == wrong else { return side }
                return side == .below ? .above : .below
            }
            #expect((search.below ?? 0) < 20_000 && (search.above ?? 0) >= 20_000, "\(wrong)")
            #expect(search.isResolved)
        }
    }

    @Test("If the sides alternate, the search ends at an edge")
    func alternating() throws {
        for period in [300, 7_000, 90_000] {
            func side(_ position: Int) -> EdgeSearch.Side {
                position / period % 2 == 0 ? .below : .above
            }
            var search = EdgeSearch(in: 1...1_000_000, rungs: [1_000], resolution: 0.05)
            let asked = run(&search, side)
            #expect(asked.count < 60)
            if let below = search.below { #expect(side(below) == .below) }
            if let above = search.above { #expect(side(above) == .above) }
        }
    }

    @Test("An inversion is seen twice and reported; a single edge has none")
    func inversion() throws {
        var falling = EdgeSearch(in: 1...1_000, rungs: [10, 100, 400], resolution: 0.05)
        let asked = run(&falling) { $0 < 150 ? .above : .below }
        #expect(falling.inversion?.above == 1 && falling.inversion?.below == 400)
        #expect(falling.below == nil && asked.count { $0 == 1 } == 2)
        #expect(asked.count { $0 == 400 } == 2)
        var rising = EdgeSearch(in: 1...1_000, rungs: [10, 100, 400], resolution: 0.05)
        _ = run(&rising) { $0 < 150 ? .below : .above }
        #expect(rising.inversion == nil && rising.isResolved)
        var over = EdgeSearch(in: 1...1_000, rungs: [10, 100, 400], resolution: 0.05)
        #expect(run(&over) { _ in .above }.contains(400) && over.inversion == nil)
    }

    @Test("With random answers, the search also ends")
    func coins() {
        for seed in 0..<50 {
            var generator = SplitMix64(seed: UInt64(seed))
            var search = EdgeSearch(in: 1...1_000_000_000, rungs: [1_000], resolution: 0.001)
            let asked = run(&search) { _ in Bool.random(using: &generator) ? .above : .below }
            #expect(asked.count <= 200)
        }
    }

    @Test("The remaining count is about the number of further looks")
    func remaining() {
        var search = EdgeSearch(in: 1...1_000_000, rungs: [1_000], resolution: 0.05)
        var claims: [Int] = []
        while let position = search.next {
            claims.append(search.remainingCount)
            search.note(position < 1_300 ? .below : .above, at: position)
        }
        for (index, claim) in claims.enumerated() {
            #expect(abs(claim - (claims.count - index)) <= 2, "\(claims)")
        }
        #expect(search.remainingCount == 0)
    }
}
