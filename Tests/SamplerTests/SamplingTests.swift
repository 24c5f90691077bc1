import Glibc
import HeapProfile
import TestSupport
import Testing

@Suite(
    "Samples",
    .enabled(if: Products.isBuilt("libmembudget-sampler.so"), "the sampler has not been built"))
struct SamplingTests {
    private static let mebibyte = 1 << 20
    /// The sizes that the three sites of `membudget-selftest sites` hold at the peak, in MiB.
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

    /// Returns the bytes that blocks of a size represent, by jemalloc's size classes.
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
        // jemalloc rounds none of the sizes; memory taken earlier by the C library is added.
        #expect((28 * Self.mebibyte...29 * Self.mebibyte).contains(peak))
    }

    @Test("With several threads, the peak is exact to 64 KiB per thread")
    func threadedPeak() async throws {
        let table = try #require(try await sites(threads: 8).largest)
        let exact = try #require(try await sites().largest)
        #expect(table.threadCount >= 8)
        #expect(abs(table.peakLiveBytes - exact.peakLiveBytes) <= table.liveErrorBytes)
    }

    @Test("At the peak, blocks released before and allocated after it are not live")
    func onlyLiveSites() async throws {
        let table = try #require(try await sites().largest)
        let live = table.sites.filter { $0.atPeak.samples > 0 && $0.atPeak.bytes > 262_144 }
        #expect(live.count == Self.shares.count)
        #expect(table.sites.count > live.count)
    }

    /// Of 30 intervals at 95 %, fewer than 24 succeed less than once in a thousand. `make
    /// test-profiles` tests 120.
    @Test(
        "Of 30 intervals with fixed seeds, at least 24 cover a site's memory, and none is too wide",
        arguments: SampledTrial.Allocator.allCases, [1, 8])
    func coverage(_ allocator: SampledTrial.Allocator, threads: Int) async throws {
        var covered = 0
        for seed in 1...10 {
            let trial = try await sites(threads: threads, allocator: allocator, seed: seed)
            let table = try #require(trial.largest)
            let held = table.sites.map(\.atPeak).sorted { $0.bytes > $1.bytes }
            for (sum, truth) in zip(held, Self.held(allocator)) {
                let margin = 1.96 * sum.variance.squareRoot()
                if abs(sum.bytes - truth) <= margin { covered += 1 }
                let share = 2 * (Double(table.intervalBytes) / sum.bytes).squareRoot()
                #expect(margin <= share * sum.bytes)
            }
        }
        #expect(covered >= 24)
    }

    /// The bytes that the sites hold, the largest first. glibc's blocks are 8 bytes larger than
    /// requested.
    private static func held(_ allocator: SampledTrial.Allocator) -> [Double] {
        zip(shares.reversed(), [16384.0, 1280, 128]).map { share, size in
            Double(share * mebibyte) * (allocator == .system ? 1 + 8 / size : 1)
        }
    }

    @Test("A killed process leaves the live blocks at its death", arguments: [1, 8])
    func killed(threads: Int) async throws {
        let trial = try await sites(threads: threads, signal: 9)
        #expect(trial.result.signal == 9)
        let table = try #require(trial.largest)
        #expect(!table.hasEnded)
        let expected = Self.shares.reduce(0, +) * Self.mebibyte
        #expect(abs(table.endLiveBytes - expected) <= Self.mebibyte + table.liveErrorBytes)
        #expect(abs(bytes(of: table, \.atEnd) - Double(expected)) < 0.25 * Double(expected))
    }

    @Test("A program's anonymous maps are known until they are unmapped, part by part")
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
        let sizes = trial.largest?.heap.programMaps.filter { $0.bytes >= 3 << 20 }
            .map { Int($0.bytes) >> 20 }
        #expect(sizes?.sorted() == [4, 5, 6])
    }

    @Test("A map ends with its last page, and shared maps are left out")
    func partsOfPages() async throws {
        let script = """
            import ctypes, mmap
            libc = ctypes.CDLL(None)
            libc.mmap.restype = ctypes.c_void_p
            libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
            size = 3 << 20
            private, shared = 0x22, 0x21
            start = libc.mmap(None, ctypes.c_size_t(size - 100), 3, private, -1, ctypes.c_size_t(0))
            libc.munmap(start + mmap.PAGESIZE, 100)
            libc.mmap(None, ctypes.c_size_t(size), 3, shared, -1, ctypes.c_size_t(0))
            """
        let trial = try await SampledTrial.run(["python3", "-c", script])
        let maps = trial.largest?.heap.programMaps.filter { $0.bytes >= 2 << 20 }
        #expect(maps?.map(\.bytes) == [UInt64(3 << 20 - 2 * getpagesize())])
    }

    @Test("Threads beyond the table's capacity are counted, in sequence and at once")
    func manyThreads() async throws {
        let script = """
            import threading
            for _ in range(12):
                blocks = []
                threads = [threading.Thread(target=lambda: blocks.append(bytes(4096)))
                           for _ in range(100)]
                [one.start() for one in threads]
                [one.join() for one in threads]
            kept = bytes(64 << 20)
            """
        let table = try #require(try await SampledTrial.run(["python3", "-c", script]).largest)
        #expect(table.threadCount >= 1000)
        #expect(abs(table.peakLiveBytes - 64 << 20) < 16 << 20)
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
    func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
