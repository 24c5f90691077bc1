import Foundation
import GRDB
import SQLiteStore
import TestSupport
import Testing

@Suite("The database that a run fills")
struct FillingTests {
    private struct Layout: Equatable {
        var pageByteCount: Int?
        var checkpointPageCount: Int?
        var journal: String?
        var synchronisation: Int?
    }

    private func layout(of queue: DatabaseQueue) throws -> Layout {
        try queue.read { database in
            Layout(
                pageByteCount: try Int.fetchOne(database, sql: "PRAGMA page_size"),
                checkpointPageCount: try Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint"),
                journal: try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                synchronisation: try Int.fetchOne(database, sql: "PRAGMA synchronous"))
        }
    }

    @Test("Without a page size it has SQLite's default, and the default size of the log")
    func plain() throws {
        let directory = try TemporaryDirectory()
        let queue = try DatabaseQueue.filling(directory.path("a.db"))
        #expect(
            try layout(of: queue)
                == Layout(
                    pageByteCount: 4096, checkpointPageCount: 1000, journal: "wal",
                    synchronisation: 1))
    }

    @Test("With larger pages the log has as many bytes", arguments: [8 << 10, 16 << 10, 64 << 10])
    func larger(pageByteCount: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("a.db")
        let queue = try DatabaseQueue.filling(path, pageByteCount: pageByteCount)
        #expect(
            try layout(of: queue)
                == Layout(
                    pageByteCount: pageByteCount,
                    checkpointPageCount: (4 << 20) / pageByteCount, journal: "wal",
                    synchronisation: 1))
        try queue.write { try $0.execute(sql: "CREATE TABLE a (b)") }
        try queue.finish()
        #expect(try Data(contentsOf: URL(filePath: path)).count == 2 * pageByteCount)
    }
}
