/// The table of opportunities, which a dataset fills and a sync brings up to date.
package enum OpportunityTable {
    /// Its name.
    package static let name = "opportunities"
    /// The columns that hold what the source says; the rest is the sync's own.
    package static let columns = ["id", "title", "agency", "due", "amount_cents", "revision"]

    /// Makes it, unless it is there.
    package static let creationSQL = """
        CREATE TABLE IF NOT EXISTS \(name) (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL,
            agency TEXT NOT NULL, due TEXT NOT NULL, amount_cents INTEGER NOT NULL,
            revision INTEGER NOT NULL, generation INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
        """
}
