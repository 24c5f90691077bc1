import GRDB

/// A pass of `generation-sweep` as the database has it: saved with every page, in the same transaction.
struct SavedPass: Hashable, Sendable {
    /// The stamp of the rows that it saw.
    var generation: Int
    /// The source and the settings that it belongs to.
    var source: String
    var phase: Phase
    /// Where the next page begins; in the sweep, where the list does.
    var start: PageStart
    /// The check as it was behind the last page.
    var check: PassCheck

    /// The parts of a pass.
    enum Phase: String, Sendable {
        case pages
        case sweep
    }

    /// The generation that was used last; 0 if none was, or the row is damaged.
    static func lastGeneration(_ database: Database) throws -> Int {
        let sql = "SELECT min(max(CAST(generation AS INTEGER), 0), ?) FROM \(SyncTables.pass)"
        return try Int.fetchOne(database, sql: sql, arguments: [OpportunityPage.totalMax]) ?? 0
    }

    /// Reads the pass that a run of this source can continue; nil if there is none.
    static func load(
        _ database: Database, source: String, settings: SyncSettings
    ) throws -> SavedPass? {
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM \(SyncTables.pass) WHERE source = ?", arguments: [source])
        guard let row, let phase = text("phase", in: row).flatMap(Phase.init),
            let generation = number("generation", in: row), let total = number("total", in: row),
            let pageCount = number("pages", in: row), let recordCount = number("records", in: row),
            let start = start(row), phase == .pages || recordCount == total
        else { return nil }
        let check = PassCheck(
            limit: settings.pageSize, trustsOrder: settings.trustsOrder,
            list: PassCheck.ListState(total: total, version: text("version", in: row)),
            pageCount: pageCount, distinctCount: recordCount, anchor: text("anchor", in: row))
        return SavedPass(
            generation: generation, source: source, phase: phase, start: start, check: check)
    }

    private static func start(_ row: Row) -> PageStart? {
        number("start_offset", in: row).map { .offset($0) }
            ?? text("start_cursor", in: row).map { .cursor($0) }
    }

    /// A number that a run can have saved; nil for anything else, as in a damaged row.
    private static func number(_ column: String, in row: Row) -> Int? {
        let value: DatabaseValue = row[column]
        return Int.fromDatabaseValue(value).flatMap {
            (0...OpportunityPage.totalMax).contains($0) ? $0 : nil
        }
    }

    private static func text(_ column: String, in row: Row) -> String? {
        let value: DatabaseValue = row[column]
        return String.fromDatabaseValue(value)
    }

    /// Saves it in place of the one before.
    func save(_ database: Database) throws {
        var (offset, cursor): (Int?, String?) = (nil, nil)
        switch start {
        case .offset(let place): offset = place
        case .cursor(let text): cursor = text
        }
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO \(SyncTables.pass) (id, generation, source, phase,
                    start_offset, start_cursor, anchor, total, version, pages, records)
                VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            generation, source, phase.rawValue, offset, cursor, check.anchor, check.list?.total,
            check.list?.version, check.pageCount, check.distinctCount,
        ])
    }

    /// Keeps nothing but the generation, if there is a pass.
    static func forget(_ database: Database) throws {
        let generation = try lastGeneration(database)
        if generation > 0 { try forget(database, generation: generation) }
    }

    /// Keeps nothing but the generation: no run continues a pass that ended, or is in doubt.
    static func forget(_ database: Database, generation: Int) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO \(SyncTables.pass) (id, generation) VALUES (1, ?)",
            arguments: [generation])
    }
}
