import Files
import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

/// Compares the scan of a user's own contracts with the generator's manifest.
@Suite("Own contracts")
struct OwnContractsTests {
    private func generated(
        in directory: TemporaryDirectory, seed: UInt64 = 7
    ) throws -> Dataset {
        let request = Scenario.DatasetRequest(
            kind: "hotel-contracts", seed: seed,
            parameters: [
                "damaged": "0.02", "quirks": "0.5", "headless": "0.05", "file-size": "16KiB",
            ])
        return try Dataset.generate(
            request, size: .units(Scale(units: 150)), into: directory.path("generated"))
    }

    @Test("A scan of a tree finds what its generator wrote", arguments: UInt64(1)...4)
    func tree(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let dataset = try generated(in: directory, seed: seed)
        let found = try OwnContracts.dataset(of: dataset.path).manifest
        #expect(found.expected == dataset.manifest.expected)
        #expect(found.units == 150)
        #expect(found.bytes == dataset.manifest.bytes)
        #expect(found.kind == "hotel-contracts")
    }

    @Test(
        "A scan of an archive finds the same, however it is packed",
        arguments: ["stored", "deflated"])
    func archive(way: String) async throws {
        let script = #"""
            import os, sys, zipfile
            method = zipfile.ZIP_STORED if sys.argv[3] == "stored" else zipfile.ZIP_DEFLATED
            with zipfile.ZipFile(sys.argv[1], "w", method) as packed:
                for folder, _, names in os.walk(sys.argv[2]):
                    for name in names:
                        path = os.path.join(folder, name)
                        packed.write(path, "contracts/" + os.path.relpath(path, sys.argv[2]))
            """#
        let directory = try TemporaryDirectory()
        let dataset = try generated(in: directory)
        let archive = directory.path("x.zip")
        _ = try await Python.run(script, arguments: [archive, dataset.path, way])
        let found = try OwnContracts.dataset(of: archive).manifest
        #expect(found.expected == dataset.manifest.expected)
        #expect(found.units == 150)
        #expect(found.bytes == dataset.manifest.bytes)
    }

    @Test("A folder without DESTINATIONS and a file that is not an archive are refused")
    func refused() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("a,b\n1,2\n", to: "orders.csv")
        for path in [directory.path, file, directory.path("none")] {
            let error = #expect(throws: DatasetError.self) { try OwnContracts.dataset(of: path) }
            #expect(error?.code == .invalidInput)
            #expect(error?.message.contains("'\(path)'") == true)
        }
    }

    @Test("Data without a readable contract is refused")
    func unreadable() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("", to: "x.zip")
        let archive = try OwnContracts.empty(like: file, in: directory.path)
        let error = #expect(throws: DatasetError.self) {
            try OwnContracts.dataset(of: archive.path)
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.hasPrefix("no contract in '") == true)
    }

    @Test("An empty tree is written for a tree, and an empty archive for an archive")
    func empty() throws {
        let directory = try TemporaryDirectory()
        let dataset = try generated(in: directory)
        let tree = try OwnContracts.empty(like: dataset.path, in: directory.path)
        #expect(FileKind(of: tree.path) == .directory)
        let file = try directory.write("", to: "x.zip")
        let archive = try OwnContracts.empty(like: file, in: directory.path)
        #expect(FileKind(of: archive.path) == .regular)
        for found in [tree, archive] {
            #expect(found.manifest.units == 0)
            #expect(found.manifest.expected.rows == 0 && found.manifest.expected.rowsFailed == 0)
        }
    }

    @Test("Lines are separated correctly wherever chunks end")
    func lines() {
        let long = String(repeating: "x", count: 1 << 20)
        let texts = [
            "\u{FEFF}a\nb\r\n\r\n\nc\rd\n\u{FEFF}e\r": ["a", "b", "c\rd", "\u{FEFF}e\r"],
            "\u{FEFF}\(long)\r\n\(long)y\nz": [long, nil, "z"],
        ]
        for (text, expected) in texts {
            for size in [1, 2, 3, 5, 1 << 21] where text.utf8.count < 100 || size > 5 {
                var splitter = LineSplitter()
                var found: [String?] = []
                splitter.begin()
                let bytes = Array(text.utf8)
                for start in stride(from: 0, to: bytes.count, by: size) {
                    bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { chunk in
                        splitter.take(chunk) { line in
                            found.append(line.map { String(decoding: $0, as: UTF8.self) })
                        }
                    }
                }
                splitter.end { found.append($0.map { String(decoding: $0, as: UTF8.self) }) }
                #expect(found == expected, "chunks of \(size)")
            }
        }
    }
}
