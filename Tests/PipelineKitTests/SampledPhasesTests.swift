import CSampleTable
import Foundation
import Testing

@testable import PipelineKit

@Suite("Phases of a profiled worker")
struct SampledPhasesTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("phases-\(UUID().uuidString)").path

    /// A table as the sampler leaves it: a site of 3 MiB, and a thread with 100 pending bytes.
    private func table(_ image: Int = 0) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        var contents = [UInt8](repeating: 0, count: Int(sample_table_bytes))
        func put<Value>(_ value: Value, at offset: UInt64) {
            contents.withUnsafeMutableBytes {
                $0.storeBytes(of: value, toByteOffset: Int(offset), as: Value.self)
            }
        }
        var header = sample_header()
        (header.magic, header.layout) = (SAMPLE_TABLE_MAGIC, sample_table_layout())
        (header.site_count, header.thread_count, header.live_bytes) = (2, 2, 3 << 20)
        put(header, at: 0)
        var thread = sample_thread()
        thread.pending_bytes = 100
        put(thread, at: sample_table_threads_offset + UInt64(MemoryLayout<sample_thread>.stride))
        var site = sample_site()
        (site.live.samples, site.live.bytes) = (6, 3_000_000)
        put(site, at: sample_table_sites_offset + UInt64(MemoryLayout<sample_site>.stride))
        FileManager.default.createFile(
            atPath: "\(folder)/\(getpid())-\(image)", contents: Data(contents))
    }

    private func file(_ number: Int, image: Int = 0) -> [UInt8]? {
        let path = "\(folder)/\(getpid())-\(image).phase\(number)"
        return FileManager.default.contents(atPath: path).map { Array($0) }
    }

    @Test("The live bytes of each site are recorded when a phase begins, once per name")
    func begin() throws {
        try table()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let phases = try #require(SampledPhases(folder: folder))
        for name in ["read", "parse", "read"] { phases.begin(name) }
        let contents = try #require(file(1))
        let stride = MemoryLayout<sample_site>.stride
        let size = MemoryLayout<sample_phase>.size
        #expect(contents.count == size + 2 * stride && file(0) != nil && file(2) == nil)
        contents.withUnsafeBytes { bytes in
            let head = bytes.loadUnaligned(as: sample_phase.self)
            #expect(head.magic == SAMPLE_PHASE_MAGIC && head.site_count == 2)
            #expect(head.live_bytes == 3 << 20 + 100 && head.entered_ns > 0)
            let name = withUnsafeBytes(of: head.name) {
                String(decoding: $0.prefix(5), as: UTF8.self)
            }
            #expect(name == "parse")
            let site = bytes.loadUnaligned(fromByteOffset: size + stride, as: sample_site.self)
            #expect(site.live.bytes == 3_000_000 && site.live.samples == 6)
        }
    }

    @Test("Long names are truncated, and phases beyond the maximum are left out")
    func bounds() throws {
        try table(0)
        try table(1)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let phases = try #require(SampledPhases(folder: folder))
        phases.begin(String(repeating: "long ", count: 40))
        for number in 0..<40 { phases.begin("phase \(number)") }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count { $0.contains(".phase") } == Int(SAMPLE_PHASES_MAX))
        let contents = try #require(file(0, image: 1), "of the last program")
        #expect(contents[32..<95].allSatisfy { $0 != 0 } && contents[95] == 0)
    }

    @Test("A process without a sampler writes nothing")
    func unwatched() throws {
        try table()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(SampledPhases(folder: nil) == nil)
        #expect(SampledPhases(folder: folder + "/none") == nil)
        TrialProgress.unwatched().phase("read")
        #expect(file(0) == nil)
    }
}
