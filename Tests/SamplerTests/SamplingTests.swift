import HeapProfile
import TestSupport
import Testing

@Suite(
    "What the sampler records",
    .enabled(if: Products.isBuilt("libmembudget-sampler.so"), "the sampler has not been built"))
struct SamplingTests {
    private static let mebibyte = 1 << 20
    /// What the three sites of `membudget-selftest sites` hold at the peak.
    private static let shares = [4, 8, 16]

    private func sites(
        threads: Int = 1, signal: Int = 0, allocator: SampledTrial.Allocator = .jemalloc,
        interval: Int = 16 << 10, seed: Int = 1
    ) async throws -> SampledTrial {
        let program = try Products.path("membudget-selftest")
        return try await SampledTrial.run(
            [program, "sites"] + Self.shares.map(String.init) + [
                "--threads", "\(threads)", "--signal", "\(signal)",
            ], allocator: allocator, interval: interval, seed: seed)
    }

    /// The bytes that blocks of a size stand for, by the size that jemalloc gives them.
    private func bytes(of table: SampleTable, _ sum: KeyPath<SampleTable.Site, HeapProfile.Sum>)
        -> Double
    {
        table.sites.reduce(0) { $0 + $1[keyPath: sum].bytes }
    }

    @Test("One thread's peak is exact: a second run with other samples counts the same")
    func exactPeak() async throws {
        let peaks = try await [1, 2, 3].asyncMap { seed in
            try await sites(seed: seed).largest?.peakLiveBytes
        }
        #expect(Set(peaks).count == 1)
        let peak = try #require(peaks[0])
        // jemalloc rounds none of the sizes; what the C library took before comes on top.
        #expect((28 * Self.mebibyte...29 * Self.mebibyte).contains(peak))
    }

    @Test("With several threads the peak is within 64 KiB of each")
    func threadedPeak() async throws {
        let table = try #require(try await sites(threads: 8).largest)
        let exact = try #require(try await sites().largest)
        #expect(table.threadCount >= 8)
        #expect(abs(table.peakLiveBytes - exact.peakLiveBytes) <= table.liveErrorBytes)
    }

    @Test("At the peak, what was released before and what came after it are not live")
    func onlyLiveSites() async throws {
        let table = try #require(try await sites().largest)
        let live = table.sites.filter { $0.atPeak.samples > 0 && $0.atPeak.bytes > 262_144 }
        #expect(live.count == Self.shares.count)
        #expect(table.sites.count > live.count)
    }

    @Test("Of 60 intervals with fixed seeds at least 51 cover what a site held")
    func coverage() async throws {
        var covered = 0
        for seed in 1...20 {
            let table = try #require(try await sites(seed: seed).largest)
            let held = table.sites.map(\.atPeak).sorted { $0.bytes > $1.bytes }
            for (sum, share) in zip(held, Self.shares.reversed()) {
                let margin = 1.96 * sum.variance.squareRoot()
                let truth = Double(share * Self.mebibyte)
                if abs(sum.bytes - truth) <= margin { covered += 1 }
                #expect(margin <= 2 * (Double(table.intervalBytes) / truth).squareRoot() * truth)
            }
        }
        // Of 60 at 95 %, fewer than 51 are less than one in a thousand.
        #expect(covered >= 51)
    }

    @Test("A killed process leaves what was live when it died", arguments: [1, 8])
    func killed(threads: Int) async throws {
        let trial = try await sites(threads: threads, signal: 9)
        #expect(trial.result.signal == 9)
        let table = try #require(trial.largest)
        #expect(!table.hasEnded)
        let expected = Self.shares.reduce(0, +) * Self.mebibyte
        #expect(abs(table.endLiveBytes - expected) <= Self.mebibyte + table.liveErrorBytes)
        #expect(abs(bytes(of: table, \.atEnd) - Double(expected)) < 0.25 * Double(expected))
    }

    @Test("Anonymous memory that a program maps is known until it is unmapped, part by part")
    func maps() async throws {
        let script = """
            import ctypes, mmap, os
            kept = mmap.mmap(-1, 5 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            gone = mmap.mmap(-1, 7 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            gone.close()
            libc = ctypes.CDLL(None)
            libc.mmap.restype = ctypes.c_void_p
            libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
            start = libc.mmap(None, ctypes.c_size_t(12 << 20), 3, 0x22, -1, 0)
            libc.munmap(start + (4 << 20), 2 << 20)
            os.kill(os.getpid(), 9)
            """
        let trial = try await SampledTrial.run(["python3", "-c", script])
        let sizes = trial.largest?.maps.filter { !$0.isAllocators && $0.bytes >= 3 << 20 }
            .map { Int($0.bytes) >> 20 }
        #expect(sizes?.sorted() == [4, 5, 6])
    }

    @Test("Sampling that costs too much raises the interval, and the estimate stays right")
    func raised() async throws {
        let table = try #require(try await sites(interval: 1024).largest)
        #expect(table.firstIntervalBytes == 1024)
        #expect(table.intervalBytes > 1024)
        let expected = Double(Self.shares.reduce(0, +) * Self.mebibyte)
        #expect(abs(bytes(of: table, \.atPeak) - expected) < 0.1 * expected)
        #expect(table.lostSampleCount == 0)
    }
}

extension Array {
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
