import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("Cached data is what was generated")
struct DatasetDigestTests {
    /// Changes one byte of a file, and restores its time.
    private func damage(_ path: String) throws {
        let before = try FileManager.default.attributesOfItem(atPath: path)
        var bytes = try contents(of: path)
        bytes[bytes.count / 2] ^= 1
        try write(bytes, to: path)
        try FileManager.default.setAttributes(
            [.modificationDate: before[.modificationDate] ?? Date()], ofItemAtPath: path)
    }

    @Test(
        "Data of the same size with another byte is detected, and generated again",
        arguments: [("csv-rows", 500), ("tickets", 50), ("hotel-contracts", 3)])
    func changed(kind: String, units: Int) throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let request = Scenario.DatasetRequest(kind: kind)
            let scale = Scale(units: units)
            func dataset() throws -> Dataset { try cache.dataset(for: request, scale: scale) }
            let first = try dataset()
            let digest = try #require(first.manifest.contentDigest)
            #expect(!first.isReplacement)
            #expect(try !dataset().isReplacement)
            let path = first.path
            let file = try firstFile(at: path)
            let manifest = first.manifest
            _ = consume first
            try damage(file)
            let again = try dataset()
            #expect(again.isReplacement && again.manifest == manifest && again.path == path)
            #expect(try ContentDigest.of(path) == digest)
            #expect(try !dataset().isReplacement)
        }
    }

    /// Returns the data itself, or the first file of a tree.
    private func firstFile(at path: String) throws -> String {
        guard Directory.exists(path) else { return path }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
        let files = names.map { "\(path)/\($0)" }.filter { !Directory.exists($0) }
        return try #require(files.first { (try? contents(of: $0).isEmpty) == false })
    }

    @Test("Data whose manifest has no digest is generated again, without reporting a change")
    func earlier() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let request = Scenario.DatasetRequest(kind: "csv-rows")
            let first = try cache.dataset(for: request, scale: Scale(units: 10))
            var manifest = first.manifest
            let folder = (first.path as NSString).deletingLastPathComponent
            _ = consume first
            manifest.contentDigest = nil
            try manifest.write(to: folder)
            let again = try cache.dataset(for: request, scale: Scale(units: 10))
            #expect(again.manifest.contentDigest != nil && !again.isReplacement)
        }
    }

    @Test("A link in a cache without a marker doesn't prevent cleaning")
    func link() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            _ = try cache.dataset(
                for: Scenario.DatasetRequest(kind: "csv-rows"), scale: Scale(units: 10))
            try Directory.remove("\(root)/\(CacheMarker.name)")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/elsewhere", withDestinationPath: "/etc")
            let removal = try cache.removeAll()
            #expect(removal.removed.count == 1 && removal.strangers == ["elsewhere"])
            #expect(FileKind(ofLink: "\(root)/elsewhere") == .link)
            // If it were in the marker's place, the marker would be written to its target.
            try Directory.remove("\(root)/\(CacheMarker.name)")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/\(CacheMarker.name)", withDestinationPath: "/etc/hostname")
            #expect(throws: DatasetError.self) { try cache.removeAll() }
        }
    }
}
