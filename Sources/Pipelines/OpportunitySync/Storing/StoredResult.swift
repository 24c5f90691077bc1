import GRDB
import MemoryBudget

/// How the last run ended and what it did, as the database has it.
struct StoredResult {
    let strategy: String
    /// One word.
    let completeness: String
    let reason: String?
    let counts: [JobCount]

    /// The word of a run that was killed, or is still at work.
    static let running = "running"

    /// The result of a strategy.
    init(strategy: String, result: SyncResult) {
        self.strategy = strategy
        completeness = result.completeness.word
        reason = result.completeness.reason
        counts = result.counts
    }

    /// What stands there while a strategy is at work.
    init(runningStrategy strategy: String) {
        self.strategy = strategy
        completeness = Self.running
        reason = nil
        counts = SyncResult(.complete).counts
    }

    /// Reads it; nil if no run has begun.
    init?(_ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM \(SyncTables.result)") else {
            return nil
        }
        strategy = row["strategy"]
        completeness = row["completeness"]
        reason = row["reason"]
        counts = SyncResult(.complete).counts.map { JobCount($0.name, row[$0.name]) }
    }

    /// Saves it in place of the one before.
    func save(_ database: Database) throws {
        let names = counts.map(\.name).joined(separator: ", ")
        let places = Array(repeating: "?", count: counts.count).joined(separator: ", ")
        let sql = """
            INSERT OR REPLACE INTO \(SyncTables.result) (id, strategy, completeness, reason, \(names))
            VALUES (1, ?, ?, ?, \(places))
            """
        let texts: [(any DatabaseValueConvertible)?] = [strategy, completeness, reason]
        try database.execute(sql: sql, arguments: StatementArguments(texts + counts.map(\.value)))
    }

    /// The result in a sentence, without a full stop; nil for a complete one.
    var remark: String? {
        switch completeness {
        case "complete": nil
        case "incomplete":
            "incomplete, so nothing was deleted" + (reason.map { ": \($0)" } ?? "")
        case Self.running: "the sync did not come to its end"
        default: completeness + (reason.map { ": \($0)" } ?? "")
        }
    }
}
