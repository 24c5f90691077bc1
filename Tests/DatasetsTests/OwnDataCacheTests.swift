import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("A user's own data in the cache")
struct OwnDataCacheTests {
    private func records(_ text: String, in directory: String) throws -> FirstRecords {
        let path = try write(Array(text.utf8), to: "\(directory)/orders.csv")
        return FirstRecords(of: try RecordFile(scanning: path))
    }

    @Test("A scale is copied once, found again, and copied anew if the content changes")
    func once() throws {
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache")
            let own = try records("a\n1\n2\n3\n", in: directory)
            var stages: [DatasetProgress.Stage] = []
            let first = try cache.dataset(from: own, scale: Scale(units: 2)) {
                stages.append($0.stage)
            }
            #expect(stages.contains(.generating))
            #expect(try contents(of: first.path) == Array("a\n1\n2\n".utf8))
            stages = []
            let again = try cache.dataset(from: own, scale: Scale(units: 2)) {
                stages.append($0.stage)
            }
            #expect(again.path == first.path && !stages.contains(.generating))
            let other = try records("a\n1\n5\n3\n", in: directory)
            let changed = try cache.dataset(from: other, scale: Scale(units: 2))
            #expect(changed.path != first.path)
            #expect(try cache.contents().count == 2)
            #expect(try cache.contents().allSatisfy { $0.manifest != nil })
        }
    }

    @Test("A damaged copy still belongs to the cache: it is replaced and can be removed")
    func damaged() throws {
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache")
            let own = try records("a\n1\n2\n3\n", in: directory)
            let path = try cache.dataset(from: own, scale: Scale(units: 2)).path
            let folder = URL(filePath: path).deletingLastPathComponent()
            try write([], to: folder.appending(path: DatasetManifest.fileName).path)
            #expect(try cache.contents().count == 1)
            let again = try cache.dataset(from: own, scale: Scale(units: 2))
            #expect(try contents(of: again.path) == Array("a\n1\n2\n".utf8))
        }
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache")
            let own = try records("a\n1\n2\n3\n", in: directory)
            _ = try cache.dataset(from: own, scale: Scale(units: 1))
            let removal = try cache.removeAll()
            #expect(removal.removed.count == 1 && removal.strangers.isEmpty)
        }
    }

    @Test("A pipeline's copy has a manifest for checking its result")
    func checked() throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array("a,b\n1,2\n3\n4,5\n".utf8), to: "\(directory)/o.csv")
            let cache = DatasetCache(root: "\(directory)/cache")
            let own = FirstRecords(
                of: try RecordFile(scanning: path, isCommaTable: true), isChecked: true)
            let manifest = try cache.dataset(from: own, scale: Scale(units: 2)).manifest
            #expect(manifest.kind == "csv" && manifest.columns == ["a", "b"])
            #expect(manifest.expected.rows == 1 && manifest.expected.rowsFailed == 1)
            #expect(manifest.expected.digest.count == 16)
            #expect(try own.whole().manifest.expected.rows == 2)
        }
    }

    @Test("A scale's file is found by number or label, and all missing ones are named")
    func scaledFiles() throws {
        try withTemporaryDirectory { directory in
            try write(Array("ab".utf8), to: "\(directory)/o-10k.csv")
            try write(Array("abc".utf8), to: "\(directory)/o-20000.csv")
            let files = ScaledFiles("\(directory)/o-{scale}.csv")
            let tenThousand = Scale(units: 10_000, label: "10k")
            let twentyThousand = Scale(units: 20_000, label: "20k")
            let data = try files.dataset(for: tenThousand)
            #expect(data.path == "\(directory)/o-10k.csv" && data.manifest.bytes == 2)
            #expect(try files.dataset(for: twentyThousand).manifest.units == 20_000)
            let error = #expect(throws: DatasetError.self) {
                try files.check([tenThousand, Scale(units: 5), Scale(units: 3_000, label: "3k")])
            }
            #expect(error?.code == .beyondFile)
            let message = error?.message ?? ""
            #expect(message.contains("scales 5 ('\(directory)/o-5.csv')"), "\(message)")
            #expect(
                message.contains("3k ('\(directory)/o-3000.csv' or '\(directory)/o-3k.csv')"),
                "\(message)")
            #expect(!message.contains("10k"))
        }
    }
}
