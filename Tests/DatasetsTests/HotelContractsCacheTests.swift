import Files
import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

/// The cache treats trees like files.
@Suite("Trees in the cache")
struct HotelContractsCacheTests {
    private let request = HotelContractsSetting().request

    @Test("A tree is generated once and found afterwards")
    func hit() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let first = try cache.dataset(for: request, scale: Scale(units: 50))
            let second = try cache.dataset(for: request, scale: Scale(units: 50)) { step in
                if step.stage == .generating { Issue.record("it was generated again") }
            }
            #expect(first.path == second.path)
            #expect(first.path.hasSuffix("/contracts"))
            #expect(first.manifest == second.manifest)
            #expect(try cache.contents().map(\.manifest) == [first.manifest])
        }
    }

    @Test("A tree with a missing, truncated or additional file is generated again")
    func damage() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let scale = Scale(units: 20)
            let sum = try treeSum(cache.dataset(for: request, scale: scale).path)
            let damages: [(String) throws -> Void] = [
                { try FileManager.default.removeItem(atPath: $0) },
                { try write(contents(of: $0).dropLast(), to: $0) },
                { try write([1], to: $0 + "x") },
            ]
            for damage in damages {
                let path = try cache.dataset(for: request, scale: scale).path
                let name = try #require(try files(of: path).keys.sorted().first)
                try damage("\(path)/\(name)")
                #expect(try treeSum(path) != sum)
                let again = try cache.dataset(for: request, scale: scale)
                #expect(try treeSum(again.path) == sum)
                #expect(try FileManager.default.contentsOfDirectory(atPath: root).count == 3)
            }
        }
    }

    @Test("Trees are evicted under a cap, and cleaned unless they are in use")
    func eviction() throws {
        try withTemporaryDirectory { root in
            let scale = Scale(units: 60)
            let estimate = try DatasetOrder(
                generator: DatasetKinds.generator(for: request), scale: scale
            ).estimatedBytes
            let cache = DatasetCache(root: root, cap: ByteCount(2 * estimate))
            for seed in [1, 2, 3] as [UInt64] {
                let request = HotelContractsSetting(seed: seed).request
                _ = try cache.dataset(for: request, scale: scale)
                #expect(try cache.contents().reduce(0) { $0 + $1.bytes } <= cache.cap.bytes)
            }
            let used = try cache.dataset(for: request, scale: Scale(units: 10))
            let removal = try cache.removeAll()
            #expect(!removal.removed.isEmpty)
            #expect(removal.freedBytes > 0)
            #expect(removal.inUse.count == 1)
            #expect(try files(of: used.path).values.reduce(0, +) == used.manifest.bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).count == 3)
        }
    }

    @Test("A tree over the cap or the disk is refused before anything is written")
    func refusals() throws {
        try withTemporaryDirectory { root throws in
            let cases: [(Int, String, DatasetError.Code)] = [
                (1 << 20, "154544", .overCap), (Int.max / 2, "90G", .diskFull),
            ]
            for (cap, scale, code) in cases {
                let cache = DatasetCache(root: root, cap: ByteCount(cap))
                let error = #expect(throws: DatasetError.self) {
                    try cache.dataset(for: request, scale: Scale(parsing: scale)) { _ in
                        Issue.record("it began to generate")
                    }
                }
                #expect(error?.code == code)
                #expect(error?.message.contains("hotel-contracts at scale \(scale)") == true)
                let names = try FileManager.default.contentsOfDirectory(atPath: root)
                #expect(names.sorted() == [CacheMarker.name, DatasetCache.lockName])
            }
        }
    }

    @Test("An error of progress stops all threads and leaves nothing")
    func cancellation() throws {
        try withTemporaryDirectory { root throws in
            var reports = 0
            #expect(throws: CancellationError.self) {
                try Dataset.generate(
                    request, size: .units(Scale(units: 2_000)), into: "\(root)/made"
                ) { _ in
                    reports += 1
                    if reports == 3 { throw CancellationError() }
                }
            }
            #expect(reports == 3)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
        }
    }

    @Test("An existing destination is reported, and all helpers stop")
    func inTheWay() throws {
        try withTemporaryDirectory { root in
            let destination = Hotel(index: 0, seed: 42).destination.code.text
            let path = "\(root)/contracts/DESTINATIONS/D_\(destination)"
            try Directory.make(path)
            let error = #expect(throws: FileError.self) {
                try HotelContractsSetting().generate(100, into: root)
            }
            #expect(
                error.map(DatasetError.init)?.message
                    == "can't create the folder '\(path)': File exists")
        }
    }

    @Test(
        "A disk that fills up leaves nothing half-written",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func fullDisk() throws {
        try SmallDisk.with(kibibytes: 80 << 10) { disk in
            let cache = DatasetCache(root: "\(disk)/datasets")
            let kept = try cache.dataset(for: request, scale: Scale(units: 20))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(units: 400)) { _ in
                    SmallDisk.fill(disk)
                }
            }
            #expect(error?.code == .diskFull)
            #expect(error?.message.contains("the disk is full") == true)
            #expect(try cache.contents().map(\.manifest) == [kept.manifest])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: cache.root).count == 3)
        }
    }
}
