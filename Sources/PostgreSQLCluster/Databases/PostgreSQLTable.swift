/// A table to be made and filled.
package struct PostgreSQLTable: Sendable {
    /// Its name, to be written in SQL as it is.
    package let name: String
    /// Its columns with their types, as CREATE TABLE takes them.
    package let columns: String
    /// The column that is its key.
    package let key: String

    /// The table of dataset kind `tickets-postgresql`; see `Documentation/Tickets.md`.
    package static let tickets = PostgreSQLTable(
        name: "tickets",
        columns: """
            id bigint NOT NULL, number text NOT NULL, barcode text, event text NOT NULL,
            holder text NOT NULL, seat text, price_cents integer NOT NULL, status text NOT NULL,
            sold_at text NOT NULL
            """,
        key: "id")
}
