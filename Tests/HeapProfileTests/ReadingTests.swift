import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import HeapProfile

@Suite("Files left by a process")
struct ReadingTests {
    @Test("A map finds the file behind an address, and none between or beside them")
    func map() {
        let map = AddressMap(
            parsing: """
                00400000-00452000 r-xp 00001000 08:02 173521      /usr/bin/my program
                00e03000-00e24000 rw-p 00000000 00:00 0           [heap]
                7f00000000-7f00001000 r--p 00000000 08:02 135522  /usr/lib/libc.so (deleted)
                nonsense
                """)
        #expect(map.mapping(of: 0x400000)?.name == "/usr/bin/my program")
        #expect(map.mapping(of: 0x451FFF)?.offset == 0x1000)
        #expect(map.mapping(of: 0x452000) == nil)
        #expect(map.mapping(of: 0xE03000) == nil)
        #expect(map.mapping(of: 0x7F_0000_0000)?.name == "/usr/lib/libc.so (deleted)")
        #expect(map.mapping(of: 0) == nil)
        #expect(AddressMap(parsing: "").mappings.isEmpty)
    }

    @Test("The build ID of a program is the one that readelf shows")
    func buildID() async throws {
        let contents = try Data(contentsOf: URL(fileURLWithPath: "/bin/sh"))
        let file = try #require(ELFFile([UInt8](contents)))
        let read = try await Command.run(["readelf", "-n", "/bin/sh"])
        let id = try #require(file.buildID)
        #expect(read.standardOutput.contains("Build ID: \(id)"))
    }

    @Test("Other files, and truncated ELF files, are refused")
    func notELF() {
        #expect(ELFFile([]) == nil)
        #expect(ELFFile(Array("#!/bin/sh\n".utf8)) == nil)
        #expect(ELFFile([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]) == nil)
    }

    @Test("A table of random bytes is read safely or refused")
    func damagedTable() {
        #expect(SampleTable([]) == nil)
        #expect(SampleTable([UInt8](repeating: 0, count: SampleTable.fileBytes)) == nil)
        var generator = SplitMix64(seed: 7)
        for _ in 0..<3 {
            var bytes = (0..<SampleTable.fileBytes).map { _ in
                UInt8(truncatingIfNeeded: generator.next() as UInt64)
            }
            bytes.replaceSubrange(0..<8, with: Array("msample1".utf8))
            bytes.replaceSubrange(
                8..<16, with: withUnsafeBytes(of: SampleTable.layout.littleEndian, Array.init))
            let table = SampleTable(bytes)
            #expect(table?.sites.allSatisfy { $0.atPeak.bytes >= 0 } == true)
            #expect(table.map { $0.peakLiveBytes >= 0 && $0.endLiveBytes >= 0 } == true)
        }
    }

    @Test("A table with another layout is refused, and distinguished from one never started")
    func foreignTable() {
        var bytes = [UInt8](repeating: 0, count: SampleTable.fileBytes)
        #expect(!SampleTable.isForeign(bytes) && !SampleTable.isForeign([]))
        bytes.replaceSubrange(0..<8, with: Array("msample1".utf8))
        bytes.replaceSubrange(
            8..<16, with: withUnsafeBytes(of: SampleTable.layout.littleEndian, Array.init))
        #expect(SampleTable(bytes) != nil && !SampleTable.isForeign(bytes))
        bytes[8] ^= 1
        #expect(SampleTable(bytes) == nil)
        #expect(SampleTable.isForeign(bytes))
    }
}
