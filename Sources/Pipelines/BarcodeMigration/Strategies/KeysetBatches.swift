import GRDB
import GRDBSQLite
import PipelineKit
import SQLiteStore
import TicketExport

/// A strategy with one commit per batch, each for the ids after the last batch's.
///
/// It has constant memory and a bounded log, and loses at most one batch however the process ends.
struct KeysetBatches: MigrationStrategy {
    let name = "keyset-batches"
    let about = "one commit per batch of ids; can be stopped and continued"
    let nominalUnitsPerSecond: Double? = 550_000

    // Enough, because the pages that a batch reads and writes are adjacent.
    let cacheByteCount: Int? = 256 << 10

    func migrate(_ database: Database, context: TrialContext) throws -> Bool {
        try StopRequest.listening {
            var batches = try TicketBatches(
                database, count: context.settings.integer("batch"), path: context.output)
            while !StopRequest.isAsked {
                guard case let count = try batches.migrateNext(database), count > 0 else {
                    return true
                }
                context.progress.advance(count)
            }
            return false
        }
    }
}

/// The tickets in order of their ids, in batches; those that have a barcode are skipped.
private struct TicketBatches: ~Copyable {
    private let count: Int
    private let query: PreparedStatement
    private let update: BarcodeUpdate
    private var ids: RisingIDs
    private var waitingIDs: [Int64] = []

    init(_ database: Database, count: Int, path: String) throws {
        let query = try PreparedStatement(
            """
            SELECT id, \(Barcode.isMissingSQL) FROM tickets WHERE id >= ? ORDER BY id LIMIT ?
            """, in: database)
        let update = try BarcodeUpdate(database)
        self.count = count
        self.query = query
        self.update = update
        ids = RisingIDs(of: path)
    }

    /// Migrates and commits the next batch, and returns the number of tickets it covered.
    mutating func migrateNext(_ database: Database) throws -> Int {
        let passedCount = try readNext()
        guard !waitingIDs.isEmpty else { return passedCount }
        try database.beginTransaction(.immediate)
        for id in waitingIDs { try update.run(ticketID: id) }
        try database.commit()
        return passedCount
    }

    private mutating func readNext() throws -> Int {
        waitingIDs.removeAll(keepingCapacity: true)
        guard let first = ids.next else { return 0 }
        try query.reset()
        try query.bind(first, to: 1)
        try query.bind(count, to: 2)
        var passedCount = 0
        while try query.step() {
            let id = sqlite3_column_int64(query.handle, 0)
            try ids.take(Int(id))
            if sqlite3_column_int64(query.handle, 1) != 0 { waitingIDs.append(id) }
            passedCount += 1
        }
        return passedCount
    }
}
