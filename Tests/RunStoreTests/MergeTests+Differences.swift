import Files
import MemoryBudget
import Testing

@testable import RunStore

extension MergeTests {
    @Test("A different seed is reported once, as a setting")
    func seedOnce() throws {
        let first = try shard(1, of: 2, "a") { $0.plan?.scenarios[0].settings["seed"] = "1" }
        let other = try shard(2, of: 2, "b") {
            $0.seed = 7
            $0.plan?.scenarios[0].settings["seed"] = "7"
        }
        let message = try refusal(.invalidScenario, first, other)
        let seed = ConditionDifference.setting(
            scenario: "csv-ingest", name: "seed", found: "7", wanted: "1")
        #expect(message.contains("\(seed)"), "\(message)")
        #expect(message.ranges(of: "found: \"7\"").count == 1, "\(message)")
    }

    @Test("Shards of different programs are joined with a warning that names them")
    func otherPrograms() throws {
        func file(_ digest: String) -> PlannedFileRecord {
            PlannedFileRecord(
                role: .worker, name: "membudget-worker", path: "/w/membudget-worker",
                digest: digest,
                stamp: FileStamp(
                    device: 1, inode: 2, bytes: 3, modifiedNanoseconds: digest.count,
                    changedNanoseconds: 4))
        }
        func warnings(_ digests: String...) throws -> [MergeWarning] {
            let paths = try digests.enumerated().map { index, digest in
                try shard(
                    index + 1, of: 2, index == 0 ? "a" : "b",
                    name: "\(digests.joined(separator: "-"))-\(index)"
                ) { $0.plan?.scenarios[0].files = [file(digest)] }
            }
            return try joined(paths).warnings
        }
        #expect(try warnings("one", "one").isEmpty)
        #expect(
            try warnings("one", "three").first?.differences == [
                .fileContent(
                    scenario: "csv-ingest", role: .worker, path: "/w/membudget-worker")
            ])
    }
}
