import GRDB
import MemoryBudget

/// The result of the last run, as stored in the database.
struct StoredResult {
    let strategy: String
    let state: SyncState
    let reason: String?
    let counts: [JobCount]

    /// Creates the entry of a strategy's result.
    init(strategy: String, result: SyncResult) {
        self.strategy = strategy
        state = result.completeness.state
        reason = result.completeness.reason
        counts = result.counts
    }

    /// Creates the entry of a running strategy.
    init(runningStrategy strategy: String) {
        self.strategy = strategy
        state = .running
        reason = nil
        counts = SyncResult(.complete).counts
    }

    /// Reads the entry; `nil` if no run has begun. An unknown state counts as a run that did not
    /// end.
    init?(_ database: Database) throws {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM \(SyncTables.result)") else {
            return nil
        }
        // A damaged row may hold anything, and other ways to read a value trap.
        strategy = Self.value(in: row, at: "strategy") ?? ""
        state = Self.value(in: row, at: "completeness").flatMap(SyncState.init) ?? .running
        reason = Self.value(in: row, at: "reason")
        counts = SyncResult(.complete).counts.map {
            JobCount($0.name, Self.value(in: row, at: $0.name) ?? 0)
        }
    }

    private static func value<Value: DatabaseValueConvertible>(
        in row: Row, at column: String
    ) -> Value? {
        let value: DatabaseValue? = row[column]
        return value.flatMap { Value.fromDatabaseValue($0) }
    }

    /// Saves the entry, replacing the previous one.
    func save(_ database: Database) throws {
        let names = counts.map(\.name).joined(separator: ", ")
        let places = Array(repeating: "?", count: counts.count).joined(separator: ", ")
        let sql = """
            INSERT OR REPLACE INTO \(SyncTables.result) (id, strategy, completeness, reason, \(names))
            VALUES (1, ?, ?, ?, \(places))
            """
        let texts: [(any DatabaseValueConvertible)?] = [strategy, state.rawValue, reason]
        try database.execute(sql: sql, arguments: StatementArguments(texts + counts.map(\.value)))
    }

    /// The result as a sentence without a full stop; `nil` if the sync is complete.
    var remark: String? {
        let reason = reason.map { ": \($0)" } ?? ""
        return switch state {
        case .complete: nil
        case .incomplete: "incomplete, so nothing was deleted\(reason)"
        case .running: "the sync did not finish"
        case .stopped: "stopped\(reason)"
        }
    }
}
