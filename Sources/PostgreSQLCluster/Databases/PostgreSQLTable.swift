/// A table to be made and filled.
public struct PostgreSQLTable: Sendable {
    /// Its name, to be written in SQL as it is.
    public let name: String
    /// Its columns with their types, as CREATE TABLE takes them.
    public let columns: String
    /// The column that is its key.
    public let key: String

    /// The table of dataset kind `tickets-postgresql`; see `Documentation/Tickets.md`.
    public static let tickets = PostgreSQLTable(
        name: "tickets",
        columns: """
            id bigint NOT NULL, number text NOT NULL, barcode text, event text NOT NULL,
            holder text NOT NULL, seat text, price_cents integer NOT NULL, status text NOT NULL,
            sold_at text NOT NULL
            """,
        key: "id")
}
