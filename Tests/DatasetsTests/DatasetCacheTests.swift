import Files
import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The cache of datasets")
struct DatasetCacheTests {
    private let request = Scenario.DatasetRequest(kind: "csv-rows")

    @Test("A dataset is generated once and found afterwards")
    func hit() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: "\(root)/deep/datasets")
            var reports = 0
            let first = try cache.dataset(for: request, scale: Scale(units: 500)) { _ in
                reports += 1
            }
            #expect(reports > 0)
            var stages: Set<DatasetProgress.Stage> = []
            let second = try cache.dataset(for: request, scale: Scale(units: 500)) {
                stages.insert($0.stage)
            }
            #expect(stages == [.checking] && !second.isReplacement)
            #expect(first.path == second.path)
            #expect(first.manifest == second.manifest)
            #expect(try DatasetManifest.read(from: directory(of: first)) == first.manifest)
            #expect(try cache.contents().map(\.manifest) == [first.manifest])
        }
    }

    @Test("Equal settings share a dataset, however they are written; others don't")
    func keys() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            let scale = Scale(units: 10)
            let usual = try cache.dataset(for: request, scale: scale)
            for same in [["bad": "0.001"], ["bad": "1e-3", "byte-damage": "0.0"]] {
                let request = Scenario.DatasetRequest(kind: "csv-rows", parameters: same)
                #expect(try cache.dataset(for: request, scale: scale).path == usual.path)
            }
            let labelled = Scale(units: 10, label: "ten")
            #expect(try cache.dataset(for: request, scale: labelled).path == usual.path)
            let others = [
                Scenario.DatasetRequest(kind: "csv-rows", seed: 43),
                Scenario.DatasetRequest(kind: "csv-rows", parameters: ["bad": "0.002"]),
            ]
            for other in others {
                #expect(try cache.dataset(for: other, scale: scale).path != usual.path)
            }
            #expect(try cache.contents().count == 3)
        }
    }

    @Test("The least recently used datasets are evicted first, and no more than needed")
    func evictionOrder() throws {
        try withTemporaryDirectory { root in
            let (keys, bytes) = try filled(root, ages: [2, 3, 1])
            let cache = DatasetCache(root: root, cap: ByteCount(3 * bytes + bytes / 2))
            #expect(try cache.contents().map(\.key) == [keys[1], keys[0], keys[2]])
            let new = try cache.dataset(for: seeded(9), scale: Scale(units: 2_000))
            #expect(try Set(cache.contents().map(\.key)) == [keys[0], keys[2], key(of: new)])
            #expect(try cache.contents().reduce(0) { $0 + $1.bytes } <= cache.cap.bytes)
        }
    }

    @Test("Requesting a dataset makes it the most recently used")
    func use() throws {
        try withTemporaryDirectory { root in
            let (keys, _) = try filled(root, ages: [3, 2, 1])
            let cache = DatasetCache(root: root)
            _ = try cache.dataset(for: seeded(0), scale: Scale(units: 2_000))
            #expect(try cache.contents().last?.key == keys[0])
        }
    }

    @Test("A dataset in use is never evicted, and none is if that wouldn't be enough")
    func inUse() throws {
        try withTemporaryDirectory { root in
            let (keys, bytes) = try filled(root, ages: [3, 2, 1])
            let cache = DatasetCache(root: root, cap: ByteCount(3 * bytes + bytes / 2))
            let oldest = try cache.dataset(for: seeded(0), scale: Scale(units: 2_000))
            try age("\(root)/\(keys[0])", by: 9)
            _ = try cache.dataset(for: seeded(7), scale: Scale(units: 2_000))
            #expect(FileManager.default.fileExists(atPath: oldest.path))
            let before = try cache.contents()
            let small = DatasetCache(root: root, cap: ByteCount(before[0].bytes + bytes - 1))
            let error = #expect(throws: DatasetError.self) {
                try small.dataset(for: seeded(8), scale: Scale(units: 2_000))
            }
            #expect(error?.code == .overCap)
            #expect(error?.message.contains("in use") == true)
            #expect(try cache.contents() == before)
            withExtendedLifetime(oldest) {}
        }
    }

    @Test("A dataset larger than the cap is refused before anything is written or evicted")
    func overCap() throws {
        try withTemporaryDirectory { root in
            let (keys, bytes) = try filled(root, ages: [1])
            let cache = DatasetCache(root: root, cap: ByteCount(2 * bytes))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(parsing: "1G")) { _ in
                    Issue.record("it began to generate")
                }
            }
            #expect(error?.code == .overCap)
            #expect(
                error?.message.hasPrefix("csv-rows at scale 1G needs about 122.9 GiB, more") == true
            )
            #expect(try cache.contents().map(\.key) == keys)
        }
    }

    @Test("A dataset larger than the disk is refused before anything is written")
    func overDisk() throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root, cap: ByteCount(Int.max / 2))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(parsing: "900000G"))
            }
            let entries = try cache.contents()
            #expect(error?.code == .diskFull)
            #expect(entries.isEmpty)
        }
    }

    @Test(
        "A damaged dataset is generated again",
        arguments: [
            ("manifest.json", ""), ("manifest.json", "{}"), ("manifest.json", "[1, 2"),
            ("data.csv", "id,sku"), ("manifest.json", nil), ("data.csv", nil), ("lock", nil),
        ])
    func damage(name: String, text: String?) throws {
        try withTemporaryDirectory { root in
            let cache = DatasetCache(root: root)
            var dataset: Dataset? = try cache.dataset(for: request, scale: Scale(units: 100))
            let path = try #require(dataset?.path)
            let manifest = dataset?.manifest
            let whole = try contents(of: path)
            dataset = nil
            let file = "\((path as NSString).deletingLastPathComponent)/\(name)"
            try FileManager.default.removeItem(atPath: file)
            if let text { try write(Array(text.utf8), to: file) }
            let again = try cache.dataset(for: request, scale: Scale(units: 100))
            #expect(again.manifest == manifest)
            #expect(try contents(of: again.path) == whole)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root).count == 3)
        }
    }

    @Test("Eight requests for two datasets at once all get a good one")
    func concurrency() async throws {
        let root = FileManager.default.temporaryDirectory
            .appendingPathComponent("membudget-datasets-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        let request = request
        let manifests = try await withThrowingTaskGroup(of: DatasetManifest.self) { group in
            for index in 0..<8 {
                group.addTask {
                    // One cache each: their locks exclude each other as those of two processes do.
                    let dataset = try DatasetCache(root: root).dataset(
                        for: request, scale: Scale(units: 3_000 + index % 2))
                    let bytes = try contents(of: dataset.path).count
                    #expect(bytes == dataset.manifest.bytes)
                    return dataset.manifest
                }
            }
            return try await group.reduce(into: Set<DatasetManifest>()) { $0.insert($1) }
        }
        #expect(manifests.count == 2)
        #expect(try DatasetCache(root: root).contents().count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).count == 4)
    }

    @Test("An error of progress stops the generation and leaves nothing half-written")
    func cancellation() throws {
        try withTemporaryDirectory { root throws in
            let cache = DatasetCache(root: root)
            #expect(throws: CancellationError.self) {
                try cache.dataset(for: request, scale: Scale(units: 1_000)) { _ in
                    throw CancellationError()
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: root)
            #expect(names.sorted() == [CacheMarker.name, DatasetCache.lockName])
        }
    }

    @Test("Half-written leftovers of a killed process are removed by the next one")
    func leftovers() throws {
        try withTemporaryDirectory { root in
            let left = "\(root)/\(DatasetCache.temporaryPrefix)aB3xY9"
            try Directory.make("\(left)/deeper")
            try write(Array("half".utf8), to: "\(left)/deeper/data.csv")
            let cache = DatasetCache(root: root)
            #expect(try cache.contents().isEmpty)
            _ = try cache.dataset(for: request, scale: Scale(units: 10))
            #expect(!FileManager.default.fileExists(atPath: left))
        }
    }

    @Test("Cleaning removes everything unused and reports it")
    func clean() throws {
        try withTemporaryDirectory { root in
            let (keys, _) = try filled(root, ages: [3, 2, 1])
            let cache = DatasetCache(root: root)
            let used = try cache.dataset(for: seeded(0), scale: Scale(units: 2_000))
            let one = try cache.remove(keys[1])
            #expect(one.removed == [keys[1]])
            let rest = try cache.removeAll()
            #expect(rest.removed == [keys[2]])
            #expect(rest.inUse == [keys[0]])
            #expect(rest.freedBytes > 200_000)
            #expect(FileManager.default.fileExists(atPath: used.path))
            #expect(try DatasetCache(root: "\(root)/none").removeAll() == .init())
        }
    }

    @Test("The root depends on the environment")
    func root() throws {
        let cases: [([String: String], String)] = [
            (["MEMBUDGET_CACHE": "/m", "XDG_CACHE_HOME": "/x", "HOME": "/h"], "/m/datasets"),
            (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/membudget/datasets"),
            (["XDG_CACHE_HOME": "x", "HOME": "/h"], "/h/.cache/membudget/datasets"),
            (["MEMBUDGET_CACHE": "", "HOME": "/h"], "/h/.cache/membudget/datasets"),
        ]
        for (environment, root) in cases {
            #expect(try DatasetCache.defaultRoot(environment: environment) == root)
        }
        #expect(throws: DatasetError.self) { try DatasetCache.defaultRoot(environment: [:]) }
    }

    private func seeded(_ seed: UInt64) -> Scenario.DatasetRequest {
        Scenario.DatasetRequest(kind: "csv-rows", seed: seed)
    }

    /// Generates datasets of seeds 0, 1, … last used `ages` hours ago; returns their keys and the
    /// size of one.
    private func filled(_ root: String, ages: [Int]) throws -> (keys: [String], bytes: Int) {
        let cache = DatasetCache(root: root)
        let keys = try ages.enumerated().map { index, hours in
            let dataset = try cache.dataset(for: seeded(UInt64(index)), scale: Scale(units: 2_000))
            try age(directory(of: dataset), by: hours)
            return key(of: dataset)
        }
        let order = try DatasetOrder(
            generator: DatasetKinds.generator(for: request), scale: Scale(units: 2_000))
        return (keys, order.estimatedBytes)
    }

    private func age(_ directory: String, by hours: Int) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: Double(-3_600 * hours))],
            ofItemAtPath: "\(directory)/\(DatasetCache.lockName)")
    }

    private func directory(of dataset: Dataset) -> String {
        (dataset.path as NSString).deletingLastPathComponent
    }

    private func key(of dataset: Dataset) -> String {
        (directory(of: dataset) as NSString).lastPathComponent
    }
}
