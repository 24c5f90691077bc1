import CSampleTable
import Files
import HeapProfile
import MemoryBudget
import Reports
import RunStore

/// Readers of the tables that a profiled program leaves, where it can write anything.
enum SampleTargets {
    static let all = [table, phase]

    private static let table = FuzzTargetMaker("sample-table", seeds: { _ in [SampleBytes.good] }) {
        input, place in
        guard let table = SampleTable(SampleBytes.table(input)) else { return }
        let heap = await Self.heap(of: table, phases: [])
        if let objection = heap.objection {
            fatalError("the written profile can't be read again: \(objection)")
        }
        try Self.show(heap, in: place)
    }

    private static let phase = FuzzTargetMaker("phase", seeds: { _ in [SampleBytes.phase] }) {
        input, place in
        guard let phase = PhaseSnapshot(input),
            let table = SampleTable(SampleBytes.table(SampleBytes.good))
        else { return }
        try Self.show(await Self.heap(of: table, phases: [phase]), in: place)
    }

    /// Returns the profile of a good table.
    static func profile(in place: FuzzPlace) async throws -> ProfileRecord {
        guard let table = SampleTable(SampleBytes.table(SampleBytes.good)) else {
            throw FuzzError("the good sample table can't be parsed")
        }
        return ProfileRecord(
            trial: try trial(in: place), heap: await Self.heap(of: table, phases: []))
    }

    /// Returns the trial of the profile.
    static func trial(in place: FuzzPlace) throws -> Observation {
        let run = try RunDirectory(reading: "\(place.repository)/Tests/RecordedRuns/bench")
        guard var trial = try run.observations().first else {
            throw FuzzError("the recorded run has no trial")
        }
        trial.kind = .profiled
        return trial
    }

    private static func heap(
        of table: SampleTable, phases: [PhaseSnapshot]
    ) async -> HeapProfile {
        let map = "00400000-00500000 r-xp 00000000 fe:01 7 /usr/bin/job\n"
        var builder = ProfileBuilder(map: AddressMap(parsing: map), symbolizer: nil)
        return await builder.profile(of: table, phases: phases)
    }

    private static func show(_ heap: HeapProfile, in place: FuzzPlace) throws {
        let record = ProfileRecord(trial: try trial(in: place), heap: heap)
        for renderer in ProfileRenderers.all { _ = try renderer.contents(of: record) }
    }
}

/// The used parts of a table's file, one after another.
enum SampleBytes {
    private static let parts: [(offset: Int, byteCount: Int)] = [
        (0, MemoryLayout<sample_header>.stride),
        (Int(sample_table_threads_offset), 3 * MemoryLayout<sample_thread>.stride),
        (Int(sample_table_sites_offset), 4 * MemoryLayout<sample_site>.stride),
        (Int(sample_table_frames_offset), 8 * MemoryLayout<sample_frame>.stride),
        (Int(sample_table_samples_offset), 4 * MemoryLayout<sample>.stride),
        (Int(sample_table_maps_offset), 2 * MemoryLayout<sample_map>.stride),
    ]

    /// Returns a whole file with these parts. The marker of its layout is always right.
    static func table(_ bytes: [UInt8]) -> [UInt8] {
        var file = [UInt8](repeating: 0, count: SampleTable.fileBytes)
        var rest = bytes[...]
        for part in parts {
            let piece = rest.prefix(part.byteCount)
            file.replaceSubrange(part.offset..<part.offset + piece.count, with: piece)
            rest = rest.dropFirst(part.byteCount)
        }
        file.withUnsafeMutableBytes { file in
            file.storeBytes(of: UInt64(SAMPLE_TABLE_MAGIC), as: UInt64.self)
            file.storeBytes(of: sample_table_layout(), toByteOffset: 8, as: UInt64.self)
        }
        return file
    }

    /// The parts of a good table: three sites of a stack of three frames, with a live block each.
    static var good: [UInt8] {
        var header = sample_header()
        header.process_id = 7
        header.interval_bytes = 524_288
        header.first_interval_bytes = 524_288
        header.live_bytes = 3 << 20
        header.peak_live_bytes = 4 << 20
        header.frame_count = 4
        header.site_count = 4
        header.sample_count = 4
        header.thread_count = 2
        header.has_ended = 1
        var thread = sample_thread()
        thread.allocated_bytes = 9 << 20
        thread.allocation_count = 12
        let sites = (0..<4).map { site($0) }
        let frames = (0..<8).map { index in
            var frame = sample_frame()
            frame.address = UInt64(0x400100 + index)
            frame.parent = UInt32(max(0, index - 1))
            return frame
        }
        return bytes(of: [header]) + bytes(of: [sample_thread(), thread, thread])
            + bytes(of: sites) + bytes(of: frames) + bytes(of: (0..<4).map { block($0) })
            + bytes(of: [sample_map(), sample_map()])
    }

    /// A good file of a phase, with the same sites.
    static var phase: [UInt8] {
        var head = sample_phase()
        head.magic = UInt64(SAMPLE_PHASE_MAGIC)
        head.entered_ns = 5_000_000
        head.live_bytes = 2 << 20
        head.site_count = 4
        head.name.0 = CChar(bitPattern: UInt8(ascii: "p"))
        return Array(bytes(of: [head]).prefix(MemoryLayout<sample_phase>.size))
            + bytes(of: (0..<4).map { site($0) })
    }

    private static func site(_ index: Int) -> sample_site {
        var site = sample_site()
        site.frame = UInt32(index)
        site.live = sample_sum(samples: 2, bytes: 1_048_576, variance: 1e12, count: 3)
        site.at_peak = site.live
        site.total = sample_sum(samples: 9, bytes: 5_242_880, variance: 2e12, count: 10)
        site.total_count = 12
        site.temporary_count = 1
        return site
    }

    private static func block(_ index: Int) -> sample {
        var block = sample()
        block.address = UInt64(0x7F00_0000_0000 + index << 16)
        block.size = 65_536
        block.requested = 65_000
        block.interval = 524_288
        block.site = UInt32(index)
        return block
    }

    private static func bytes<Element>(of elements: [Element]) -> [UInt8] {
        elements.withUnsafeBytes { Array($0) }
    }
}
