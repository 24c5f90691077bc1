import GRDB
import HTTPSource
import MemoryBudget
import PipelineKit
import Testing

@testable import OpportunitySync

@Suite("Damaged databases")
struct DamagedDatabaseTests {
    /// Returns a database with a saved pass of half a list, in which a column is replaced.
    private func damaged(_ column: String, by value: DatabaseValue) throws -> SyncedDatabase {
        let database = try SyncedDatabase(count: 260)
        let name = "source offset 100 false"
        try DatabaseQueue(path: database.path).write { stored in
            var check = PassCheck(limit: 100)
            check.take(
                PassCheck.Page(
                    start: .offset(0), list: .init(total: 260, version: "0"), recordCount: 100,
                    newCount: 100))
            let pass = SavedPass(
                generation: 3, source: name, phase: .pages, start: .offset(100), check: check)
            try pass.save(stored)
            try stored.execute(
                sql: "UPDATE sync_pass SET \(column) = ?", arguments: [value])
            let saved = try SavedPass.load(stored, source: name, settings: SyncSettings())
            #expect(saved == nil)
            _ = try SavedPass.lastGeneration(stored)
        }
        return database
    }

    @Test(
        "A saved pass that no run can have written is not continued",
        arguments: ["generation", "start_offset", "total", "pages", "records"])
    func savedPass(column: String) async throws {
        for value in [Int64.max.databaseValue, (-1).databaseValue, "many".databaseValue] {
            let database = try damaged(column, by: value)
            let result = try await database.sync(
                try strategy("generation-sweep"), database.transport(database.source()))
            #expect(result.completeness == .complete, "\(column) \(value)")
            #expect(try database.rows() == database.expected)
        }
    }

    @Test("A saved sweep of a list that was not completely seen is not continued")
    func savedSweep() throws {
        _ = try damaged("phase", by: "sweep".databaseValue)
    }

    @Test("Ids that are not text end the sweep with a sentence", arguments: strategyNames)
    func otherIDs(name: String) async throws {
        let database = try SyncedDatabase(count: 260)
        try await DatabaseQueue(path: database.path).write { stored in
            try stored.execute(
                sql: """
                    INSERT INTO opportunities (id, title, agency, due, amount_cents, revision)
                    VALUES (x'00', 't', 'a', '2026-01-02T03:04:05Z', 1, 1)
                    """)
        }
        await #expect(throws: WorkerError.self) {
            try await database.sync(
                try strategy(name), database.transport(database.source()))
        }
    }

    @Test("A concurrent reader doesn't make a complete sync fail")
    func reader() async throws {
        let database = try SyncedDatabase(count: 260)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: database.path, configuration: configuration)
        let count = try await reader.writeWithoutTransaction { stored in
            try stored.execute(sql: "BEGIN")
            return try Int.fetchOne(stored, sql: "SELECT count(*) FROM opportunities")
        }
        let result = try await database.sync(
            try strategy("generation-sweep"), database.transport(database.source()))
        #expect(result.completeness == .complete)
        let after = try await reader.writeWithoutTransaction { stored in
            let after = try Int.fetchOne(stored, sql: "SELECT count(*) FROM opportunities")
            try stored.execute(sql: "COMMIT")
            return after
        }
        #expect(after == count && result.deletedCount > 0)
        #expect(try database.rows() == database.expected)
    }
}
