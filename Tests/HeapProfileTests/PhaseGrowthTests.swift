import CSampleTable
import MemoryBudget
import Testing

@testable import HeapProfile

@Suite("Growth between two phases")
struct PhaseGrowthTests {
    /// Blocks of one size, by the moments at which they are live.
    private struct Site {
        var size: Double
        /// Live at both moments.
        var kept: Int
        /// Live at the first moment only.
        var went: Int
        /// Live at the second moment only.
        var came: Int
        /// Allocated and released in between.
        var passed: Int
    }

    /// Sites with constant, growing, shrinking, replaced and churning memory.
    private static let sites = [
        Site(size: 10_000, kept: 4000, went: 0, came: 0, passed: 0),
        Site(size: 10_000, kept: 1000, went: 0, came: 3000, passed: 0),
        Site(size: 50_000, kept: 100, went: 600, came: 0, passed: 0),
        Site(size: 40_000, kept: 0, went: 800, came: 900, passed: 0),
        Site(size: 3000, kept: 3000, went: 0, came: 2000, passed: 40_000),
    ]
    private static let interval = 262_144.0

    /// Returns the samples of a number of blocks.
    private func sampled(
        _ count: Int, _ size: Double, _ generator: inout some RandomNumberGenerator
    ) -> HeapProfile.Sum {
        let chance = 1 - exponential(-size / Self.interval)
        var samples = 0
        for _ in 0..<count where Double.random(in: 0..<1, using: &generator) < chance {
            samples += 1
        }
        let number = Double(samples)
        return HeapProfile.Sum(
            samples: samples, bytes: number * size / chance,
            variance: number * size * size * (1 - chance) / (chance * chance))
    }

    private func exponential(_ power: Double) -> Double {
        (1...20).reduce((1.0, 1.0)) {
            ($0.0 + $0.1 * power / Double($1), $0.1 * power / Double($1))
        }.0
    }

    private func heap(_ generator: inout some RandomNumberGenerator) -> HeapProfile {
        var ends: [HeapProfile.Site] = []
        var before: [HeapProfile.Phase.Site] = []
        var frames: [HeapProfile.Frame] = []
        for (index, site) in Self.sites.enumerated() {
            let parts = [site.kept, site.went, site.came, site.passed].map {
                sampled($0, site.size, &generator)
            }
            func sum(_ chosen: Int...) -> HeapProfile.Sum {
                chosen.map { parts[$0] }.reduce(HeapProfile.Sum(samples: 0, bytes: 0, variance: 0))
                {
                    HeapProfile.Sum(
                        samples: $0.samples + $1.samples, bytes: $0.bytes + $1.bytes,
                        variance: $0.variance + $1.variance)
                }
            }
            let first = sum(0, 1)
            before.append(
                HeapProfile.Phase.Site(
                    site: index, bytes: first.bytes, variance: first.variance,
                    totalVariance: first.variance))
            ends.append(
                HeapProfile.Site(
                    stack: [index], peak: sum(0, 2), end: sum(0, 2), total: sum(0, 1, 2, 3),
                    totalCount: 1, temporaryCount: 0))
            let function = HeapProfile.Function(
                name: "site\(index)", symbol: "site\(index)", role: .user)
            frames.append(HeapProfile.Frame(address: UInt64(index), functions: [function]))
        }
        var heap = HeapProfile(
            processID: 7, sampleIntervalBytes: Int(Self.interval),
            firstSampleIntervalBytes: Int(Self.interval), peakBytes: 1, peakErrorBytes: 0,
            endBytes: 140_000_000, totalBytes: 1, totalCount: 1, threadCount: 1, lostSampleCount: 0,
            samplingNanoseconds: 0, modules: [], frames: frames, sites: ends)
        heap.phases = [
            HeapProfile.Phase(
                name: "insert", startedNanoseconds: 5, liveBytes: 100_000_000, sites: before)
        ]
        return heap
    }

    @Test("Of 100 runs, at least 88 intervals of each site contain the true growth")
    func coverage() throws {
        var generator = SplitMix64(seed: 1)
        var hits = [Int](repeating: 0, count: Self.sites.count)
        for _ in 0..<100 {
            let span = PhaseSpan(from: "insert", to: nil)
            let growth = try #require(PhaseGrowth(span, of: heap(&generator)))
            for (index, site) in Self.sites.enumerated() {
                let truth = Double(site.came - site.went) * site.size
                guard
                    let found = growth.sites.first(where: { $0.source.function == "site\(index)" })
                else { continue }
                if found.bytes.low <= truth, truth <= found.bytes.high { hits[index] += 1 }
            }
        }
        for (index, count) in hits.enumerated() { #expect(count >= 88, "site \(index)") }
    }

    @Test("A constant site has exactly zero growth, and others have an interval")
    func widths() throws {
        var generator = SplitMix64(seed: 2)
        let heap = heap(&generator)
        let growth = try #require(PhaseGrowth(PhaseSpan(from: "insert", to: nil), of: heap))
        #expect(growth.countedBytes == 40_000_000 && growth.from.nanoseconds == 5)
        let sites = Dictionary(uniqueKeysWithValues: growth.sites.map { ($0.source.function, $0) })
        let still = try #require(sites["site0"])
        #expect(still.bytes.low == 0 && still.bytes.high == 0 && still.isBelowResolution)
        let grown = try #require(sites["site1"])
        #expect(!grown.isBelowResolution)
        let expected = 1.96 * (30_000_000 * Self.interval).squareRoot()
        let half = (grown.bytes.high - grown.bytes.low) / 2
        #expect((0.8...1.2).contains(half / expected))
        #expect(growth.sites.first?.source.function == "site1")
    }

    @Test("Growth from the start is the live memory, and an unknown phase is refused")
    func ends() throws {
        var generator = SplitMix64(seed: 3)
        let heap = heap(&generator)
        let whole = try #require(PhaseGrowth(PhaseSpan(from: nil, to: "insert"), of: heap))
        #expect(whole.countedBytes == 100_000_000 && whole.sites.allSatisfy { $0.before == 0 })
        #expect(PhaseGrowth(PhaseSpan(from: "inserts", to: nil), of: heap) == nil)
        #expect(PhaseGrowth(PhaseSpan(from: nil, to: "inserts"), of: heap) == nil)
    }

    @Test("A phase's file is read completely or not at all")
    func snapshot() throws {
        var head = sample_phase()
        head.magic = SAMPLE_PHASE_MAGIC
        (head.entered_ns, head.live_bytes, head.site_count) = (70, 4096, 2)
        withUnsafeMutableBytes(of: &head.name) { $0.copyBytes(from: Array("read".utf8)) }
        var sites = [sample_site(), sample_site()]
        sites[1].total.samples = 3
        sites[1].live.bytes = 4000
        let bytes = withUnsafeBytes(of: head) { Array($0) } + sites.withUnsafeBytes { Array($0) }
        let read = try #require(PhaseSnapshot(bytes))
        let phase = HeapProfile.Phase(read, start: 30)
        #expect(phase.name == "read" && phase.startedNanoseconds == 40)
        #expect(phase.liveBytes == 4096 && phase.sites.map(\.bytes) == [4000])
        #expect(PhaseSnapshot(Array(bytes.dropLast())) == nil)
        #expect(PhaseSnapshot(Array(bytes.dropFirst())) == nil && PhaseSnapshot([]) == nil)
    }
}
