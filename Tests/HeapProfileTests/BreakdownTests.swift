import Testing

@testable import HeapProfile

@Suite("Breakdown of resident memory")
struct BreakdownTests {
    private static let text = """
        00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/app
        Size:                328 kB
        Rss:                 100 kB
        VmFlags: rd ex mr mw me
        00651000-00652000 rw-p 00051000 08:02 173521      /usr/bin/app
        Rss:                   4 kB
        00652000-00655000 rw-p 00000000 00:00 0
        Rss:                  12 kB
        00e03000-00e24000 rw-p 00000000 00:00 0           [heap]
        Rss:                 128 kB
        10000000-20000000 rw-p 00000000 00:00 0
        Rss:                 600 kB
        35800000-35820000 rw-p 00000000 00:00 0
        Rss:                  40 kB
        36000000-36100000 rw-s 00000000 08:02 7           /tmp/samples/12-0
        Rss:                  64 kB
        40000000-40100000 r--s 00000000 08:02 9           /data/input.csv
        Rss:                 256 kB
        50000000-50100000 rw-s 00000000 00:01 11          /dev/zero (deleted)
        Rss:                   8 kB
        60300000-60400000 rw-p 00000000 00:00 0
        Rss:                  20 kB
        7ffc0000-7ffe0000 rw-p 00000000 00:00 0           [stack]
        Rss:                  16 kB
        """

    private func state(
        maps: [Range<UInt64>] = [], residents: [UInt64: Int] = [:], jemalloc: JemallocPages? = nil
    ) -> MemoryState {
        var heap = HeapState()
        heap.liveBytes = 64 << 10
        heap.blocks = [
            HeapState.Block(address: 0xE0_4000, weight: 65536, count: 64, requestedShare: 0.75)
        ]
        heap.programMaps = maps.map { AnonymousMap($0) }
        heap.stackAddresses = [0x3581_0000]
        return MemoryState(
            regions: MemoryRegion.all(parsing: Self.text), heap: heap, mapResidents: residents,
            jemalloc: jemalloc, samplerFolder: "/tmp/samples/")
    }

    @Test("Every region belongs to one part, and the parts add up to the resident memory")
    func parts() {
        let breakdown = MemoryBreakdown(
            state(
                maps: [0x1000_0000..<0x1010_0000], residents: [0x1000_0000: 512 << 10]))
        #expect(breakdown.totalBytes == 1248 << 10)
        #expect(breakdown.binariesBytes == 116 << 10)
        #expect(breakdown.samplerBytes == 64 << 10)
        #expect(breakdown.filesBytes == 256 << 10)
        #expect(breakdown.sharedBytes == 8 << 10)
        #expect(breakdown.stacksBytes == 56 << 10)
        #expect(breakdown.anonymousMapsBytes == 512 << 10)
        // glibc places an arena at 0x10000000; 0x60300000 belongs to no part.
        #expect(breakdown.unexplainedBytes == 20 << 10)
    }

    @Test("A mapping that grew while the text was read is counted once")
    func grown() {
        let regions = MemoryRegion.all(
            parsing: """
                00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/app
                Rss:                 100 kB
                00e03000-00e24000 rw-p 00000000 00:00 0           [heap]
                Rss:                 128 kB
                00e03000-00e44000 rw-p 00000000 00:00 0           [heap]
                Rss:                 256 kB
                7ffc0000-7ffe0000 rw-p 00000000 00:00 0           [stack]
                Rss:                  16 kB
                """)
        #expect(regions.map { $0.residentBytes >> 10 } == [100, 256, 16])
    }

    @Test("The heap consists of live blocks, size-class overhead, headers and released memory")
    func heap() {
        let breakdown = MemoryBreakdown(state())
        #expect(breakdown.liveBytes == 48 << 10)
        #expect(breakdown.slackBytes == 16 << 10)
        #expect(breakdown.metadataBytes == 64 * 8)
        #expect(breakdown.retainedBytes == (728 - 64) << 10 - 512)
    }

    @Test("jemalloc reports its metadata and dirty pages; glibc reports neither")
    func jemalloc() {
        let pages = JemallocPages(
            metadataBytes: 5 << 10, activeBytes: 90 << 10, residentBytes: 195 << 10)
        let breakdown = MemoryBreakdown(state(jemalloc: pages))
        #expect(breakdown.metadataBytes == 5 << 10)
        #expect(breakdown.dirtyBytes == 100 << 10)
        #expect(breakdown.retainedBytes == (728 - 64 - 5 - 100) << 10)
        #expect(breakdown.totalBytes == 1248 << 10)
        #expect(MemoryBreakdown(state()).dirtyBytes == nil)
    }

    @Test("A region filled by the program's maps counts as mapped, whatever its page table says")
    func filled() {
        let halves: [Range<UInt64>] = [0x6030_0000..<0x6038_0000, 0x6038_0000..<0x6040_0000]
        let breakdown = MemoryBreakdown(state(maps: halves))
        #expect(breakdown.anonymousMapsBytes == 20 << 10)
        #expect(breakdown.unexplainedBytes == 0)
    }

    @Test("More live than resident memory means that some was never touched")
    func untouched() {
        var state = state()
        state.heap.liveBytes = 1 << 30
        let breakdown = MemoryBreakdown(state)
        #expect(breakdown.retainedBytes == 0)
        #expect(breakdown.totalBytes == 1248 << 10)
    }
}

@Suite("Readings of resident memory")
struct MemoryReadingTests {
    @Test("A reading of 90 % of the peak represents it, a lower one does not")
    func nearness() {
        func reading(_ bytes: Int) -> MemoryReading {
            MemoryReading(atNanoseconds: 5, residentBytes: bytes, peakBytes: 1000)
        }
        #expect(reading(900).isAtPeak && !reading(899).isAtPeak)
        #expect(abs(reading(250).peakShare - 0.25) < 1e-12)
        // The kernel's counters may miss a small part of a peak that the page tables show.
        #expect(reading(1001).peakShare == 1)
    }

    @Test("A heap is read from the used parts of a table only")
    func usedParts() throws {
        var bytes = [UInt8](repeating: 0, count: SampleTable.fileBytes)
        bytes.replaceSubrange(0..<8, with: Array("msample1".utf8))
        bytes.replaceSubrange(
            8..<16, with: withUnsafeBytes(of: SampleTable.layout.littleEndian, Array.init))
        var readBytes = 0
        let heap = HeapState { offset, byteCount in
            readBytes += byteCount
            return Array(bytes[offset..<offset + byteCount])
        }
        #expect(heap != nil && readBytes <= 4096)
        // A program may truncate its file.
        #expect(HeapState { _, _ in [] } == nil)
    }
}
