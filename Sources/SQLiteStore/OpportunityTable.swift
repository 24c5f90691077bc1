/// The table of opportunities, which a dataset fills and a sync updates.
package enum OpportunityTable {
    /// The table's name.
    package static let name = "opportunities"
    /// The columns with the source's data; others belong to the sync.
    package static let columns = ["id", "title", "agency", "due", "amount_cents", "revision"]

    /// The SQL that creates the table unless it exists.
    package static let creationSQL = """
        CREATE TABLE IF NOT EXISTS \(name) (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL,
            agency TEXT NOT NULL, due TEXT NOT NULL, amount_cents INTEGER NOT NULL,
            revision INTEGER NOT NULL, generation INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
        """
}
