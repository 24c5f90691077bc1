import Foundation
import MemoryBudget
import PipelineKit
import Synchronization
import TestSupport
import Testing

@testable import TicketExportSQLite

@Suite("Databases written during an export")
struct SnapshotTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    /// Exports while another program changes every ticket after the first hundred rows, and returns
    /// that program's status.
    private func export(_ strategy: String) async throws -> Int32? {
        let status = Mutex<Int32?>(nil)
        let input = place.input
        let pipeline = TicketExportSQLite { count in
            if count == 100 {
                let ended = run([
                    "sqlite3", input, "UPDATE tickets SET event = 'NEW'",
                    "PRAGMA wal_checkpoint(TRUNCATE)",
                ])
                status.withLock { $0 = ended }
            }
            return true
        }
        try await TicketExportSQLiteTests.export(
            strategy, input, to: place.output(), pipeline: pipeline)
        return status.withLock { $0 }
    }

    /// Expects that the export holds the database's earlier state.
    private func expectOld() throws {
        let found = try verify(place.input, place.output())
        #expect(try found.disagreement(with: place.expected("all"), rowsFailed: 0) == nil)
    }

    private func inputNames() throws -> [String] {
        let folder = URL(filePath: place.input).deletingLastPathComponent().path
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test(
        "In WAL mode the export holds one state, and the other program may write",
        arguments: StrategyTests.strategies)
    func log(strategy: String) async throws {
        #expect(run(["sqlite3", place.input, "PRAGMA journal_mode = WAL"]) == 0)
        #expect(try await export(strategy) == 0)
        try expectOld()
        #expect(try inputNames() == ["manifest.json", "tickets.sqlite"])
    }

    @Test(
        "With a journal the export holds one state, and the other program has to wait",
        arguments: StrategyTests.strategies)
    func journal(strategy: String) async throws {
        #expect(try await export(strategy) != 0)
        try expectOld()
    }
}

@Suite("Databases left unfinished by another program")
struct UnfinishedInputTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    @Test(
        "An interrupted write is named, with advice", arguments: StrategyTests.strategies)
    func hotJournal(strategy: String) async throws {
        _ = run([
            "python3", "-c",
            """
            import os, signal, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("PRAGMA cache_size = 2")
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE tickets SET holder = 'nobody'")
            os.kill(os.getpid(), signal.SIGKILL)
            """, place.input,
        ])
        let before = try await place.inputState()
        let error = await #expect(throws: WorkerError.self) {
            try await export(strategy, place.input, to: place.output())
        }
        #expect(error?.code == .badSetting)
        #expect(
            error?.message
                == "a write to database '\(place.input)' was interrupted and left"
                + " '\(place.input)-journal'; open it once with the program that writes it, or with"
                + " sqlite3, to undo that write")
        #expect(try await place.inputState() == before)
        #expect(try place.exported().isEmpty)
    }

    @Test("Ids that don't rise are reported as damage, not read forever")
    func fallingIDs() async throws {
        let damaged = try #require(withPagesExchanged(bytes(place.input)))
        let input = try place.directory.write(Array(damaged), to: "damaged.sqlite")
        let error = await #expect(throws: WorkerError.self) {
            try await export("keyset", input, to: place.output())
        }
        #expect(error?.code == .badSetting)
        #expect(
            error?.message.hasPrefix("database '\(input)' is damaged: in the order of ids") == true)
        #expect(try place.exported().isEmpty)
    }
}

/// Runs a program to its end on this thread, and returns its status.
private func run(_ arguments: [String]) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
}
