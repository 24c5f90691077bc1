import MemoryBudget
import PipelineKit
import Testing

@testable import HotelContracts

private typealias Entry = ArchiveBuilder.Entry

/// A defect in one entry never affects the others.
@Suite("Entries of contract archives")
struct ArchiveEntryTests {
    private static func good(_ number: Int) -> Entry {
        Entry("DESTINATIONS/D_PMI/good\(number)", header(contract: number))
    }

    /// A contract that would be visible in the result if any of it were read.
    private static let bad = Entry("DESTINATIONS/D_PMI/bad", header(contract: 666))

    /// Runs a strategy on two good entries around others, which must all be rejected.
    private func rejections(
        _ entries: [ArchiveBuilder.Entry], strategy: String
    ) async throws -> [Rejected] {
        let tree = try Tree()
        let archive = try ArchiveBuilder([Self.good(1)] + entries + [Self.good(2)])
            .write(beside: tree)
        let finding = try await run(strategy, tree, archive: archive)
        #expect(try finding.rows("Contract", "contract") == ["1", "2"])
        #expect(finding.doneCount >= 2)
        #expect(finding.failedCount == finding.rejected.count)
        return finding.rejected
    }

    /// A defect, and part of the expected reason for the rejection.
    struct Defect: CustomTestStringConvertible, Sendable {
        let entry: ArchiveBuilder.Entry
        let reason: String
        var testDescription: String { reason }

        init(_ reason: String, _ change: (inout ArchiveBuilder.Entry) -> Void) {
            self.reason = reason
            entry = ArchiveEntryTests.bad.with(change)
        }

        init(named name: String, _ reason: String) {
            self.init(reason) { $0.name = Array(name.utf8) }
        }
    }

    static let defects = [
        Defect(named: "../DESTINATIONS/D_PMI/bad", "its name leads out of the archive"),
        Defect(named: "DESTINATIONS/../../bad", "its name leads out of the archive"),
        Defect(named: "/DESTINATIONS/D_PMI/bad", "its name leads out of the archive"),
        Defect(named: "C:/DESTINATIONS/D_PMI/bad", "its name leads out of the archive"),
        Defect(named: "\\DESTINATIONS\\D_PMI\\bad", "its name leads out of the archive"),
        Defect(named: "DESTINATIONS/D_PMI/b\0d", "its name leads out of the archive"),
        Defect(named: "", "its name leads out of the archive"),
        Defect(named: "DESTINATIONS/D_PMI/" + String(repeating: "x", count: 256), "255 bytes"),
        Defect(named: "DESTINATIONS/bad", "neither in GENERAL nor in a folder of DESTINATIONS"),
        Defect(named: "GENERAL/D_PMI/bad", "neither in GENERAL nor in a folder of DESTINATIONS"),
        Defect(named: "other/DESTINATIONS/D_PMI/bad", "in another folder"),
        Defect("not a regular file") { $0.mode = 0o120777 },
        Defect("it is encrypted") { $0.flags = 1 },
        Defect("it is encrypted") { $0.flags = 0x2000 },
        Defect("compressed by method 12") { $0.method = 12 },
        Defect("its two sizes differ") { $0.byteCount = 5 },
        Defect("larger than 1 GiB") {
            $0.method = 8; $0.byteCount = 1 << 30 + 1
        },
        Defect("more than 250 times") {
            $0.method = 8; $0.byteCount = 1 << 21
        },
        Defect("its checksum is wrong") { $0.checksum = 1 },
        Defect("its checksum is wrong") {
            $0.method = 8; $0.checksum = 1
        },
        Defect("longer than the directory says") {
            $0.method = 8; $0.byteCount = 5
        },
        Defect("shorter than the directory says") {
            $0.method = 8; $0.byteCount = 5000
        },
        Defect("can't be decompressed") {
            $0.method = 8; $0.packed = [7, 1, 2, 3]
        },
        Defect("can't be decompressed") {
            $0.method = 8
            $0.packed = deflatedStream($0.content).dropLast(9)
        },
        Defect("can't be decompressed") {
            $0.method = 8; $0.packed = []
        },
        Defect("contradict each other") { $0.localName = Array("DESTINATIONS/D_PMI/bed".utf8) },
        Defect("contradict each other") { $0.localMethod = 8 },
        Defect("there is no entry where the directory says") { $0.offset = 1 },
        Defect("does not lie before the directory") { $0.offset = 1 << 31 },
        Defect("does not lie before the directory") {
            $0.isLarge = true; $0.offset = 1 << 62
        },
        Defect("overlaps an entry before it") {
            $0 = ArchiveEntryTests.good(1)
            $0.offset = 0
        },
    ]

    @Test("An entry with a defect is rejected, and all others are read", arguments: defects)
    func defect(_ defect: Defect) async throws {
        for strategy in ["streamed", "extract-first", "load-all"] {
            let rejected = try await rejections([defect.entry], strategy: strategy)
            #expect(rejected.count == 1, "\(strategy)")
            #expect(rejected.first?.reason.contains(defect.reason) == true, "\(rejected)")
            #expect(rejected.first?.line == 0)
        }
    }

    @Test("Nothing from a damaged entry of any size is in the tables")
    func damagedAtTheEnd() async throws {
        let rooms = (1...30_000).map { "R\($0):ST:2:2:2:::::\n" }.joined()
        for byteCount in [1000, 400_000] {
            let text = header(contract: 666) + "{CNHA}\n\(rooms.prefix(byteCount)){/CNHA}\n"
            let entry = Entry("DESTINATIONS/D_PMI/bad", text).with { $0.checksum = 7 }
            let rejected = try await rejections([entry], strategy: "streamed")
            #expect(rejected.map(\.file) == ["DESTINATIONS/D_PMI/bad"])
        }
    }

    @Test("Entries outside the tree are skipped, as are folders and a Macintosh's metadata")
    func elsewhere() async throws {
        let entries = [
            Entry("README", "no contract"), Entry("other/file", "no contract"),
            Entry("DESTINATIONS/"), Entry("DESTINATIONS/D_PMI/"), Entry("GENERAL/"),
            Entry("__MACOSX/DESTINATIONS/D_PMI/._good1", "no contract"),
        ]
        #expect(try await rejections(entries, strategy: "streamed") == [])
    }

    @Test("Names may contain any bytes, and backslashes if there is no slash")
    func names() async throws {
        let tree = try Tree()
        let entries = [
            Entry(bytes: Array("c/DESTINATIONS/D_PMI/ID#".utf8) + [0xFF, 0xE9], Array(":x".utf8)),
            Entry("c\\DESTINATIONS\\D_PMI\\windows", header(contract: 2)),
            Entry("./c/DESTINATIONS/./D_PMI//dots", header(contract: 3)),
            Entry("c/GENERAL/GTTO_F", section("GTTO", "RO:Room only")),
        ]
        let archive = try ArchiveBuilder(entries).write(beside: tree)
        for strategy in strategies {
            let finding = try await run(strategy, tree, archive: archive)
            #expect(try finding.rows("Contract", "contract") == ["2", "3"])
            #expect(try finding.rows("Board") == ["RO|Room only"])
            #expect(finding.rejected.map(\.file) == ["DESTINATIONS/D_PMI/ID#\u{FFFD}\u{FFFD}"])
            #expect(finding.doneCount == 3)
        }
    }

    @Test("Two entries with one name are two files", arguments: strategies)
    func duplicates(strategy: String) async throws {
        let tree = try Tree()
        let entries = (1...3).map { Entry("DESTINATIONS/D_PMI/same", header(contract: $0)) }
        let archive = try ArchiveBuilder(entries).write(beside: tree)
        let finding = try await run(strategy, tree, archive: archive)
        #expect(try finding.rows("Contract", "contract") == ["1", "2", "3"])
    }

    @Test("Entries in any order, with gaps and ZIP64, are read; entries listed twice are not")
    func order() async throws {
        let tree = try Tree()
        var builder = ArchiveBuilder(
            (0..<40).map { number in Self.good(number).with { $0.isLarge = number % 2 == 0 } })
        builder.gapByteCount = 100
        builder.order = Array((0..<40).reversed())
        let archive = try builder.write(beside: tree)
        #expect(try await run("streamed", tree, archive: archive).doneCount == 40)
        builder.order = Array(repeating: 7, count: 40)
        let twice = try builder.write(beside: tree, name: "twice.zip")
        let finding = try await run("streamed", tree, archive: twice)
        #expect(finding.doneCount == 1)
        #expect(finding.failedCount == 39)
    }

    @Test("Entries that would expand to a hundred times the archive or more end the run")
    func bomb() async throws {
        let tree = try Tree()
        let packed = [UInt8](repeating: 0xFF, count: 270_000)
        let entry = Self.bad.with { entry in
            entry.method = 8
            entry.packed = packed
            entry.byteCount = 64 << 20
        }
        let entries = (0..<20).map { number in
            entry.with { $0.name = Array("DESTINATIONS/D_PMI/\(number)".utf8) }
        }
        let archive = try ArchiveBuilder(entries).write(beside: tree)
        let error = await #expect(throws: WorkerError.self) {
            try await run("streamed", tree, archive: archive)
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message.contains("would expand to more than 1073741824 bytes") == true)
    }
}
