/// Tables of tickets that no generator writes.
package enum TicketTable {
    /// Extreme ids: the smallest, negative ones, 0, gaps, those around 2³¹ and 2⁵³, and the
    /// largest.
    package static let extremeIDs = [
        Int.min, -100_000_001, -7, 0, 1, 2, 3, 5_000, 5_001, 15_000, 1 << 31, 1 << 31 + 1, 1 << 53,
        1 << 53 + 1, Int.max - 1, Int.max,
    ]

    /// Returns the SQL that creates a table with these tickets, all of them valid.
    ///
    /// - Parameter barcode: A function that returns the SQL of a ticket's barcode.
    package static func sql(ids: [Int], barcode: (Int) -> String = { _ in "NULL" }) -> String {
        let rows = ids.map { id in
            let literal = id == Int.min ? "-9223372036854775807 - 1" : "\(id)"
            return "(\(literal), '\(id.magnitude % 10_000_000_000)', \(barcode(id)), 'Show', 'Ann',"
                + " NULL, 100, 'valid', '2026-03-09T18:04:11Z')"
        }
        return """
            CREATE TABLE tickets (id INTEGER PRIMARY KEY, number TEXT NOT NULL, barcode TEXT,
                event TEXT NOT NULL, holder TEXT NOT NULL, seat TEXT, price_cents INTEGER NOT NULL,
                status TEXT NOT NULL, sold_at TEXT NOT NULL);
            INSERT INTO tickets VALUES \(rows.joined(separator: ", "));
            """
    }
}
