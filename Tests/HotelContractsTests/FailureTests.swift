import Foundation
import GRDBSQLite
import Glibc
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

/// An error that a user can fix ends in one sentence about it.
@Suite("Failures")
struct FailureTests {
    /// Returns a tree whose database has a few MiB.
    private func largeTree() throws -> Tree {
        let tree = try Tree()
        let rooms = (1...4000).map { "R\($0):ST:2:2:2:::::\n" }.joined()
        for number in 0..<20 {
            try tree.contract(
                header(contract: number) + "{CNHA}\n\(rooms){/CNHA}\n", name: "\(number)")
        }
        return tree
    }

    private func run(_ strategy: String, _ tree: Tree, output: String) async throws {
        _ = try await Worker([HotelContracts()]).perform(
            [
                "run", "--pipeline", "hotel-contracts", "--strategy", strategy,
                "--dataset-kind", "hotel-contracts", "--input", tree.path, "--output", output,
            ], progress: .unwatched())
    }

    @Test(
        "A disk that fills up is reported as full", .enabled(if: SmallDisk.isPossible),
        arguments: strategies)
    func fullDisk(strategy: String) async throws {
        let tree = try largeTree()
        let disk = try SmallDisk(kibibytes: 2 << 10)
        let error = await #expect(throws: WorkerError.self) {
            try await run(strategy, tree, output: "\(disk.path)/out.db")
        }
        #expect(error?.code == .io)
        #expect(error?.description.contains("cannot write database '\(disk.path)/out.db'") == true)
        #expect(error?.description.contains("database or disk is full") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    }

    @Test(
        "An existing database, even a locked one, is refused and unchanged",
        arguments: ["load-all", "streamed"])
    func locked(strategy: String) async throws {
        let tree = try largeTree()
        let output = tree.directory.path("out.db")
        var connection: OpaquePointer?
        #expect(sqlite3_open(output, &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        let sql = "CREATE TABLE ours (a); BEGIN EXCLUSIVE"
        #expect(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        let before = try Data(contentsOf: URL(filePath: output))
        let error = await #expect(throws: WorkerError.self) {
            try await run(strategy, tree, output: output)
        }
        #expect(error?.code == .badSetting)
        #expect(error?.description.contains("'\(output)' already exists") == true)
        #expect(try Data(contentsOf: URL(filePath: output)) == before)
    }

    @Test("A missing folder can't be written to", arguments: strategies)
    func noFolder(strategy: String) async throws {
        let tree = try Tree()
        let error = await #expect(throws: WorkerError.self) {
            try await run(strategy, tree, output: tree.directory.path("none/out.db"))
        }
        #expect(error?.code == .io)
    }

    @Test(
        "If a rejection can't be written, the run ends and reports where",
        arguments: strategies)
    func rejectedUnwritable(strategy: String) async throws {
        let tree = try Tree()
        try tree.contract(header() + section("CNTA", ":bad"))
        let output = tree.directory.path("out.db")
        try FileManager.default.createDirectory(
            atPath: output + ".rejected.jsonl", withIntermediateDirectories: false)
        let error = await #expect(throws: WorkerError.self) {
            try await run(strategy, tree, output: output)
        }
        #expect(error?.code == .io)
        #expect(error?.description.contains("out.db.rejected.jsonl") == true)
    }
}
