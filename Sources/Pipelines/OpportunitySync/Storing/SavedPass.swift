import GRDB

/// A pass of `generation-sweep` as stored in the database, in the same transaction as each page.
struct SavedPass: Hashable, Sendable {
    /// The stamp of the rows that the pass has seen.
    var generation: Int
    /// The source and the settings of the pass.
    var source: String
    var phase: Phase
    /// The start of the next page; during the sweep, the start of the list.
    var start: PageStart
    /// The check after the last page.
    var check: PassCheck

    /// A part of a pass.
    enum Phase: String, Sendable {
        case pages
        case sweep
    }

    /// Returns the last generation used; 0 if there was none, or the row is damaged.
    static func lastGeneration(_ database: Database) throws -> Int {
        let sql = "SELECT min(max(CAST(generation AS INTEGER), 0), ?) FROM \(SyncTables.pass)"
        return try Int.fetchOne(database, sql: sql, arguments: [OpportunityPage.totalMax]) ?? 0
    }

    /// Returns the pass that a run of this source can continue; `nil` if there is none.
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

    /// Returns a number that a run may have saved; `nil` for anything else, as in a damaged row.
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

    /// Saves the pass, replacing the previous one.
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

    /// Removes the saved pass, except its generation.
    static func forget(_ database: Database) throws {
        let generation = try lastGeneration(database)
        if generation > 0 { try forget(database, generation: generation) }
    }

    /// Saves only the generation: a pass that ended or is in doubt is never continued.
    static func forget(_ database: Database, generation: Int) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO \(SyncTables.pass) (id, generation) VALUES (1, ?)",
            arguments: [generation])
    }
}
