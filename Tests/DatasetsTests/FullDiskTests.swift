import Foundation
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

@Suite("A full disk", .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
struct FullDiskTests {
    private let request = Scenario.DatasetRequest(kind: "csv-rows")

    @Test("A disk that fills up while the cache generates leaves nothing half-written")
    func cache() throws {
        try SmallDisk.with(kibibytes: 72 << 10) { disk in
            let cache = DatasetCache(root: "\(disk)/datasets")
            let kept = try cache.dataset(for: request, scale: Scale(units: 100))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(units: 20_000)) { _ in
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

    @Test("Datasets that don't fit the disk evict others first, or are refused")
    func room() throws {
        try SmallDisk.with(kibibytes: 68 << 10) { disk in
            let cache = DatasetCache(root: "\(disk)/datasets")
            let seeds = [1, 2, 3].map { Scenario.DatasetRequest(kind: "csv-rows", seed: $0) }
            for request in seeds {
                _ = try cache.dataset(for: request, scale: Scale(units: 12_000))
            }
            #expect(try cache.contents().count < 3)
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(units: 100_000))
            }
            #expect(error?.code == .diskFull)
        }
    }

    @Test("A disk that fills up leaves nothing of a dataset in a user's folder")
    func generate() throws {
        try SmallDisk.with(kibibytes: 4 << 10) { disk in
            let error = #expect(throws: DatasetError.self) {
                try Dataset.generate(
                    request, size: .units(Scale(units: 20_000)), into: "\(disk)/feed"
                ) { _ in SmallDisk.fill(disk) }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: disk)
            #expect(error?.code == .diskFull)
            #expect(names == ["filler"])
        }
    }
}
