/// The summary by hotel, room, characteristic and month.
///
/// It holds what combines: a bit a day, and lowest, number and sum of the prices. What is asked for is
/// generated from that, so that rows can come in any order and any number of parts, and a killed run's
/// summary is right for what it had read.
extension StoredTable {
    static let availability = StoredTable(
        name: "Availability",
        columns: Column.list(
            """
            hotel i!, room t!, characteristic t!, month i!, open_days i!, lowest_price n, mean_price n
            """),
        creationSQL: """
            CREATE TABLE "Availability" (
                hotel INTEGER, room TEXT, characteristic TEXT, month INTEGER,
                day_mask INTEGER NOT NULL, lowest_price REAL, price_count INTEGER NOT NULL,
                price_total INTEGER NOT NULL,
                open_days INTEGER AS (\(bitCount)),
                mean_price REAL AS (\(mean)),
                PRIMARY KEY (hotel, room, characteristic, month)
            ) WITHOUT ROWID
            """,
        insertedColumns: [
            "hotel", "room", "characteristic", "month", "day_mask", "lowest_price", "price_count",
            "price_total",
        ],
        onConflict: """
            ON CONFLICT (hotel, room, characteristic, month) DO UPDATE SET
                day_mask = day_mask | excluded.day_mask,
                lowest_price = min(
                    ifnull(lowest_price, excluded.lowest_price),
                    ifnull(excluded.lowest_price, lowest_price)),
                price_count = price_count + excluded.price_count,
                price_total = price_total + excluded.price_total
            """)

    /// The bits of a month's mask, counted by threes (the method is HAKMEM's item 169): thirty-one terms
    /// take five times as long.
    private static let bitCount = "((\(threes) + (\(threes) >> 3)) & 0xC71C71C7) % 63"
    private static let threes =
        "(day_mask - (day_mask >> 1 & 0xDB6DB6DB) - (day_mask >> 2 & 0x49249249))"

    /// Thousandths, rounded half away from zero.
    private static let mean = """
        CASE WHEN price_count > 0 THEN
            (2 * abs(price_total) + price_count) / (2 * price_count)
            * CASE WHEN price_total < 0 THEN -1 ELSE 1 END / 1000.0
        END
        """
}
