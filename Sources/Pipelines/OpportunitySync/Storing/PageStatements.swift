import GRDB
import SQLiteStore

/// The statements that write a page into the table, in slices of a fixed number of records.
final class PageStatements {
    let lookup: PreparedStatement
    let insert: PreparedStatement
    let update: PreparedStatement
    let stamp: PreparedStatement
    let note: PreparedStatement
    let forget: PreparedStatement

    private static let table = OpportunityTable.name
    private static let insertionSQL = """
        INSERT INTO \(table) (\(OpportunityTable.columns.joined(separator: ", ")), generation)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """
    private static let notingSQL = """
        INSERT INTO \(SyncTables.unstored) (id, generation) VALUES (?1, ?2)
        ON CONFLICT (id) DO UPDATE SET generation = excluded.generation
        WHERE generation <> excluded.generation
        """
    private static let forgettingSQL =
        "DELETE FROM \(SyncTables.unstored) WHERE id = ?1 AND generation = ?2"

    /// Prepares the statements; the database must outlive them.
    init(_ database: Database, sliceCount: Int, isStamping: Bool) throws {
        lookup = try PreparedStatement(Self.lookupSQL(sliceCount: sliceCount), in: database)
        insert = try PreparedStatement(Self.insertionSQL, in: database)
        update = try PreparedStatement(Self.updateSQL(isStamping: isStamping), in: database)
        stamp = try PreparedStatement(Self.stampingSQL(sliceCount: sliceCount), in: database)
        note = try PreparedStatement(Self.notingSQL, in: database)
        forget = try PreparedStatement(Self.forgettingSQL, in: database)
    }

    /// Returns the look-up; CROSS JOIN fixes the order, so the page's few ids look up the rows.
    private static func lookupSQL(sliceCount: Int) -> String {
        let places = (0..<sliceCount).map { "(\($0),?)" }.joined(separator: ",")
        return """
            WITH page(place, id) AS (VALUES \(places))
            SELECT page.place, t.title, t.agency, t.due, t.amount_cents, t.revision, t.generation
            FROM page CROSS JOIN \(table) AS t ON t.id = page.id
            """
    }

    private static func updateSQL(isStamping: Bool) -> String {
        """
        UPDATE \(table) SET title = ?2, agency = ?3, due = ?4, amount_cents = ?5, revision = ?6
        \(isStamping ? ", generation = ?7" : "") WHERE id = ?1
        """
    }

    private static func stampingSQL(sliceCount: Int) -> String {
        let anyOf = Array(repeating: "?", count: sliceCount).joined(separator: ",")
        return "UPDATE \(table) SET generation = ?1 WHERE id IN (\(anyOf))"
    }
}
