import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The cache removes only files that membudget created")
struct DatasetCacheOwnershipTests {
    private let request = Scenario.DatasetRequest(kind: "csv-rows")
    private let scale = Scale(units: 100)

    private func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    private func thesis(in root: String) throws {
        try Directory.make("\(root)/thesis/chapters")
        try write(Array("years of work".utf8), to: "\(root)/thesis/chapters/one.tex")
    }

    @Test("A folder of someone else is refused by name, and nothing in it is touched")
    func stranger() throws {
        try withTemporaryDirectory { root in
            try thesis(in: root)
            try write([1, 2, 3], to: "\(root)/video.mp4")
            let cache = DatasetCache(root: root, cap: .mebibytes(1))
            for use in [
                { _ = try cache.removeAll() },
                { _ = try cache.dataset(for: request, scale: scale) },
                { _ = try cache.remove("thesis") },
            ] {
                let error = #expect(throws: DatasetError.self) { try use() }
                #expect(error?.code == .notOurs)
                #expect(error?.message.contains("it holds 'thesis'") == true)
            }
            #expect(try cache.contents().isEmpty)
            #expect(try names(in: root) == ["thesis", "video.mp4"])
            #expect(try contents(of: "\(root)/video.mp4") == [1, 2, 3])
        }
    }

    @Test("Other entries of a marked cache are neither counted, evicted nor removed")
    func guests() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let dataset = try cache.dataset(for: request, scale: scale)
            let key = ((dataset.path as NSString).deletingLastPathComponent as NSString)
                .lastPathComponent
            try thesis(in: root)
            // A name like a dataset's, without the content; a dataset with another file in it; a
            // link.
            let alike = "csv-rows-7-0123456789abcdef"
            try Directory.make("\(root)/\(alike)")
            try write([1], to: "\(root)/\(alike)/photo.jpg")
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/csv-rows-8-0123456789abcdef",
                withDestinationPath: "\(root)/\(key)")
            #expect(try cache.contents().map(\.key) == [key])
            let small = DatasetCache(root: root, cap: ByteCount(1 << 20))
            _ = try small.dataset(for: request, scale: Scale(units: 4_000))
            withExtendedLifetime(dataset) {}
            #expect(
                try cache.removeAll().strangers
                    == [alike, "csv-rows-8-0123456789abcdef", "thesis"])
            #expect(try contents(of: "\(root)/\(alike)/photo.jpg") == [1])
            #expect(try names(in: "\(root)/thesis/chapters") == ["one.tex"])
        }
    }

    @Test("A dataset with a user's file in it is not removed, nor replaced when damaged")
    func guestInside() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            var dataset: Dataset? = try cache.dataset(for: request, scale: scale)
            let path = try #require(dataset?.path)
            dataset = nil
            let folder = (path as NSString).deletingLastPathComponent
            try write([1], to: "\(folder)/notes.txt")
            #expect(try cache.removeAll().removed.isEmpty)
            try FileManager.default.removeItem(atPath: path)
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: scale)
            }
            #expect(error?.code == .notOurs)
            #expect(FileManager.default.fileExists(atPath: "\(folder)/notes.txt"))
        }
    }

    @Test("A cache of an earlier version, without a marker, works as before and gets a marker")
    func adopted() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let made = try cache.dataset(for: request, scale: scale)
            try FileManager.default.removeItem(atPath: "\(root)/\(CacheMarker.name)")
            try Directory.make("\(root)/\(DatasetCache.temporaryPrefix)aB3xY9")
            let found = try cache.dataset(for: request, scale: scale) { step in
                if step.stage == .generating { Issue.record("it was generated again") }
            }
            #expect(found.path == made.path)
            _ = try cache.dataset(for: request, scale: Scale(units: 20))
            #expect(CacheMarker.isPresent(in: root))
            #expect(try cache.contents().count == 2)
            #expect(try names(in: root).count == 4)
        }
    }

    @Test("The marker of another program's cache doesn't count")
    func foreignMarker() throws {
        try withTemporaryDirectory { root in
            let text = "Signature: 8a477f597d28d172789f06886806bc55\n# a cache of another program\n"
            try write(Array(text.utf8), to: "\(root)/\(CacheMarker.name)")
            #expect(!CacheMarker.isPresent(in: root))
            let error = #expect(throws: DatasetError.self) {
                try DatasetCache(root: root).removeAll()
            }
            #expect(error?.message.contains(CacheMarker.name) == true)
            #expect(try names(in: root) == [CacheMarker.name])
        }
    }

    @Test("Waiting for a cache in use ends when progress throws, as after a signal")
    func interruptedWait() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let turn = try cache.takeTurn { _ in }
            #expect(throws: CancellationError.self) {
                try cache.dataset(for: request, scale: scale) { _ in throw CancellationError() }
            }
            withExtendedLifetime(turn) {}
        }
    }

    @Test(
        "A dataset's folder is recognized by its name",
        arguments: [
            ("csv-rows-100-0123456789abcdef", "csv-rows"), ("thesis", nil), ("a-1-0123", nil),
            ("csv-rows--0123456789abcdef", nil), ("csv-rows-1-0123456789ABCDEF", nil),
            ("-1-0123456789abcdef", nil), ("1-0123456789abcdef", nil),
        ])
    func address(name: String, kind: String?) {
        #expect(DatasetAddress(name)?.kind == kind)
    }
}
