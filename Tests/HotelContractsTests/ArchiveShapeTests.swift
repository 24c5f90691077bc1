import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

private typealias Entry = ArchiveBuilder.Entry

/// The archive as a whole: its valid forms, and the errors that end the run.
@Suite("Shapes of contract archives")
struct ArchiveShapeTests {
    private static var builder: ArchiveBuilder {
        ArchiveBuilder((1...3).map { Entry("DESTINATIONS/D_PMI/\($0)", header(contract: $0)) })
    }

    private func contracts(of bytes: [UInt8]) async throws -> Int {
        let tree = try Tree()
        let archive = try tree.directory.write(bytes, to: "contracts.zip")
        let finding = try await run("streamed", tree, archive: archive)
        #expect(finding.failedCount == 0)
        return finding.doneCount
    }

    private func failure(of bytes: [UInt8]) async throws -> String {
        let tree = try Tree()
        let archive = try tree.directory.write(bytes, to: "contracts.zip")
        let output = tree.directory.path("out.db")
        let error = await #expect(throws: WorkerError.self) {
            try await Worker([HotelContracts()]).perform(
                [
                    "run", "--pipeline", "hotel-contracts", "--strategy", "streamed",
                    "--dataset-kind", "hotel-contracts", "--input", archive, "--output", output,
                ], progress: .unwatched())
        }
        #expect(error?.code == .badSetting)
        #expect(!FileManager.default.fileExists(atPath: output))
        return error?.description ?? ""
    }

    @Test("An archive may have bytes before it, a comment after it, and long records")
    func good() async throws {
        #expect(try await contracts(of: Self.builder.bytes()) == 3)
        var prefixed = Self.builder
        prefixed.prefix = Array("#!/bin/sh\nexit 1\n".utf8)
        #expect(try await contracts(of: prefixed.bytes()) == 3)
        var remarked = Self.builder
        remarked.comment = Array("PK\u{5}\u{6} is how it ends".utf8)
        #expect(try await contracts(of: remarked.bytes()) == 3)
        remarked.comment = Array(repeating: 0x50, count: 65_535)
        #expect(try await contracts(of: remarked.bytes()) == 3)
        var long = Self.builder
        for index in long.entries.indices {
            long.entries[index].comment = Array(repeating: 0x20, count: 65_535)
            long.entries[index].extra = Array(repeating: 0, count: 65_535)
        }
        #expect(try await contracts(of: long.bytes()) == 3)
    }

    @Test("An archive without entries is an empty tree; one without contracts is an error")
    func empty() async throws {
        #expect(try await contracts(of: ArchiveBuilder([]).bytes()) == 0)
        let folders = ArchiveBuilder([Entry("DESTINATIONS/"), Entry("GENERAL/")])
        #expect(try await contracts(of: folders.bytes()) == 0)
        let other = ArchiveBuilder([Entry("letters/one", "Dear all")])
        let message = try await failure(of: other.bytes())
        #expect(message.contains("is not an archive of contracts: it lacks DESTINATIONS"))
    }

    @Test("A file that is not an archive, or is truncated anywhere, is rejected")
    func cutOff() async throws {
        let bytes = Self.builder.bytes()
        for count in stride(from: 0, to: bytes.count, by: 7) {
            let message = try await failure(of: Array(bytes.prefix(count)))
            #expect(message.contains("byte \(count): the ZIP end record is missing"))
        }
        let message = try await failure(of: Array("not a ZIP file".utf8))
        #expect(message.contains("use a complete archive, or a folder with DESTINATIONS"))
    }

    @Test("An archive without its start is rejected or read, and never read wrong")
    func cutAtStart() async throws {
        let bytes = Self.builder.bytes()
        let message = try await failure(of: Array(bytes.dropFirst(10)))
        #expect(message.contains("doesn't end here"))
    }

    /// Changes of the end record, each with a part of the message.
    @Test(
        "An end record that contradicts the directory is rejected with its position",
        arguments: [
            (8, number(2, 2) + number(2, 2), "the directory is longer than its 2 entries"),
            (8, number(4, 2) + number(4, 2), "the directory ends within an entry"),
            (8, number(999, 2) + number(999, 2), "999 entries don't fit"),
            (8, number(1, 2), "one of several parts"),
            (4, number(1, 2), "one of several parts"),
            (12, number(1 << 30, 4), "doesn't end here"),
            (16, number(1 << 30, 4), "doesn't end here"),
            (12, number(190, 4), "no directory entry begins here"),
        ])
    func contradiction(offset: Int, bytes: [UInt8], words: String) async throws {
        var builder = Self.builder
        builder.changeEnd = { $0.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
        let message = try await failure(of: builder.bytes())
        #expect(message.contains(words), "\(message)")
        #expect(message.contains("byte "), "\(message)")
    }

    @Test("A directory damaged in its middle ends the run there")
    func damagedDirectory() async throws {
        var bytes = Self.builder.bytes()
        let signature = number(0x0201_4B50, 4)
        let places = bytes.indices.dropLast(4).filter { Array(bytes[$0..<$0 + 4]) == signature }
        bytes[places[1]] = 0
        let message = try await failure(of: bytes)
        #expect(message.contains("byte \(places[1]): no directory entry begins here"))
    }

    @Test("An archive that is written while it is read is rejected")
    func changed() async throws {
        let tree = try Tree()
        let path = try Self.builder.write(beside: tree)
        let context = TrialContext(
            input: path, output: tree.directory.path("out"), datasetKind: "hotel-contracts",
            settings: try Settings(for: HotelContracts().parameters), progress: .unwatched())
        let archive = try ContractArchive(context)
        try archive.finish()
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        let error = #expect(throws: WorkerError.self) { try archive.finish() }
        #expect(error?.message.contains("changed while it was read") == true)
    }
}
