import Foundation
import GRDB
import TestSupport
import Testing

@testable import SQLiteStore

/// A folder with a database of numbered rows that all hold the same word.
struct Place {
    let directory: TemporaryDirectory
    static let rowCount = 2_000

    init(journal: String) async throws {
        directory = try TemporaryDirectory()
        try await sqlite(
            """
            PRAGMA journal_mode = \(journal);
            CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT, filling TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(Self.rowCount))
            INSERT INTO words SELECT i, 'old', hex(zeroblob(50)) FROM n;
            """)
    }

    var path: String { directory.path("words.sqlite") }
    var shared: SharedDatabase { SharedDatabase(path) }

    /// The names of files in the folder, including the database.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }
    }

    /// Runs SQL in another process.
    func sqlite(_ sql: String) async throws {
        let result = try await Command.run(["sqlite3", path, sql])
        try #require(result.status == 0, "\(result)")
    }

    /// Changes every row and checkpoints the log in another process; returns its exit status.
    @discardableResult
    func change() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "sqlite3", path, "UPDATE words SET word = 'new'", "PRAGMA wal_checkpoint(TRUNCATE)",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Returns the distinct words in some of the rows.
    static func words(_ database: Database, below id: Int = .max) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT DISTINCT word FROM words WHERE id < ? ORDER BY word",
            arguments: [id])
    }

    /// Leaves a log with a change, or the journal of one, like a killed program.
    func leaveBehind(_ sql: String) async throws {
        _ = try await Command.run([
            "python3", "-c",
            """
            import os, signal, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("PRAGMA cache_size = 2")
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE words SET word = 'left'")
            if sys.argv[2]: database.execute(sys.argv[2])
            os.kill(os.getpid(), signal.SIGKILL)
            """, path, sql,
        ])
    }
}
