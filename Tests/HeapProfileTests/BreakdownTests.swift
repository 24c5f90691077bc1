import Testing

@testable import HeapProfile

@Suite("From heap to RSS")
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
        maps: [SampleTable.Map] = [], residents: [UInt64: Int] = [:], metadata: Int? = nil
    ) -> MemoryState {
        var table = SampleTable.empty
        table.endLiveBytes = 64 << 10
        table.blocks = [
            SampleTable.Block(
                address: 0xE0_4000, weight: 65536, count: 64, requestedShare: 0.75)
        ]
        table.maps = maps
        table.stackAddresses = [0x3581_0000]
        return MemoryState(
            regions: MemoryRegion.all(parsing: Self.text), table: table, mapResidents: residents,
            allocatorMetadataBytes: metadata, samplerFolder: "/tmp/samples/")
    }

    @Test("Every region is some part, and the parts add up to all that is resident")
    func parts() {
        let map = SampleTable.Map(
            start: 0x1000_0000, bytes: 0x10_0000, isAllocators: false, stack: [])
        let breakdown = MemoryBreakdown(
            state(maps: [map], residents: [0x1000_0000: 512 << 10]))
        #expect(breakdown.totalBytes == 1248 << 10)
        #expect(breakdown.binariesBytes == 116 << 10)
        #expect(breakdown.samplerBytes == 64 << 10)
        #expect(breakdown.filesBytes == 256 << 10)
        #expect(breakdown.sharedBytes == 8 << 10)
        #expect(breakdown.stacksBytes == 56 << 10)
        #expect(breakdown.anonymousMapsBytes == 512 << 10)
        // 0x10000000 is where glibc puts an arena; 0x60300000 is nobody's.
        #expect(breakdown.unexplainedBytes == 20 << 10)
    }

    @Test("The heap is live blocks, what size classes add, headers, and what was released")
    func heap() {
        let breakdown = MemoryBreakdown(state())
        #expect(breakdown.liveBytes == 48 << 10)
        #expect(breakdown.slackBytes == 16 << 10)
        #expect(breakdown.metadataBytes == 64 * 8)
        #expect(breakdown.retainedBytes == (728 - 64) << 10 - 512)
    }

    @Test("jemalloc tells of its own records")
    func metadata() {
        #expect(MemoryBreakdown(state(metadata: 5 << 10)).metadataBytes == 5 << 10)
    }

    @Test("More live than resident is memory that was never touched")
    func untouched() {
        var state = state()
        state.table.endLiveBytes = 1 << 30
        let breakdown = MemoryBreakdown(state)
        #expect(breakdown.retainedBytes == 0)
        #expect(breakdown.totalBytes == 1248 << 10)
    }
}
