import Foundation
import Glibc
import MemoryBudget
import Testing

@testable import Datasets

@Suite("A full disk", .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
struct FullDiskTests {
    private let request = Scenario.DatasetRequest(kind: "csv-rows")

    @Test("A disk that fills up while the cache generates leaves nothing half-written")
    func cache() throws {
        try SmallDisk.with(mebibytes: 72) { disk in
            let cache = DatasetCache(root: "\(disk)/datasets")
            let kept = try cache.dataset(for: request, scale: Scale(units: 100))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(for: request, scale: Scale(units: 20_000)) { _ in
                    try SmallDisk.fill(disk)
                }
            }
            #expect(error?.code == .diskFull)
            #expect(error?.message.contains("the disk is full") == true)
            #expect(try cache.contents().map(\.manifest) == [kept.manifest])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: cache.root).count == 2)
        }
    }

    @Test("Datasets that would not fit the disk make room first, or are refused")
    func room() throws {
        try SmallDisk.with(mebibytes: 68) { disk in
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

    @Test("A disk that fills up leaves nothing of a dataset that the user asked for")
    func generate() throws {
        try SmallDisk.with(mebibytes: 4) { disk in
            let error = #expect(throws: DatasetError.self) {
                try Dataset.generate(
                    request, size: .units(Scale(units: 20_000)), into: "\(disk)/feed"
                ) { _ in try SmallDisk.fill(disk) }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: disk)
            #expect(error?.code == .diskFull)
            #expect(names == ["filler"])
        }
    }
}

/// A tmpfs of a few MiB.
enum SmallDisk {
    /// Whether this user may mount one here: root in some containers may not.
    static let isPossible = (try? with(mebibytes: 1) { _ in true }) ?? false

    static func with<Result>(mebibytes: Int, _ body: (String) throws -> Result) throws -> Result {
        try withTemporaryDirectory { directory in
            guard geteuid() == 0,
                mount("tmpfs", directory, "tmpfs", 0, "size=\(mebibytes)m") == 0
            else { throw ProgramFailure(program: "mount") }
            defer { umount2(directory, Int32(MNT_DETACH)) }
            return try body(directory)
        }
    }

    /// Takes all the room that is left.
    static func fill(_ disk: String) throws {
        let descriptor = open("\(disk)/filler", O_WRONLY | O_CREAT | O_APPEND, 0o644)
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        while write(descriptor, zeros, zeros.count) > 0 {}
    }
}
