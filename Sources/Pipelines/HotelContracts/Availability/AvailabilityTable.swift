// The summary by hotel, room, characteristic and month.
//
// It stores values that can be combined: a bit per day, and the lowest, number and sum of the
// prices. The reported columns are generated from these, so rows can come in any order and in any
// number of parts, and a killed run's summary is correct for what it had read.
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
                price_total_high INTEGER NOT NULL, price_total_low INTEGER NOT NULL,
                open_days INTEGER AS (\(bitCount)),
                mean_price REAL AS (\(mean)),
                PRIMARY KEY (hotel, room, characteristic, month)
            ) WITHOUT ROWID
            """,
        insertedColumns: [
            "hotel", "room", "characteristic", "month", "day_mask", "lowest_price", "price_count",
            "price_total_high", "price_total_low",
        ],
        onConflict: """
            ON CONFLICT (hotel, room, characteristic, month) DO UPDATE SET
                day_mask = day_mask | excluded.day_mask,
                lowest_price = min(
                    ifnull(lowest_price, excluded.lowest_price),
                    ifnull(excluded.lowest_price, lowest_price)),
                price_count = price_count + excluded.price_count,
                price_total_high = price_total_high + excluded.price_total_high,
                price_total_low = price_total_low + excluded.price_total_low
            """)

    /// The number of bits in a month's mask, counted by threes (HAKMEM, item 169); a sum of
    /// thirty-one terms takes five times as long.
    private static let bitCount = "((\(threes) + (\(threes) >> 3)) & 0xC71C71C7) % 63"
    private static let threes =
        "(day_mask - (day_mask >> 1 & 0xDB6DB6DB) - (day_mask >> 2 & 0x49249249))"

    // The sum of the prices as two digits in base 2³², the lower one below 2³².
    private static let high = "(price_total_high + (price_total_low >> 32))"
    private static let low = "(price_total_low & 4294967295)"

    // The same digits of the absolute sum; the sign is that of the upper one.
    private static let magnitudeHigh = """
        CASE WHEN \(high) < 0 THEN -\(high) - (\(low) > 0) ELSE \(high) END
        """
    private static let magnitudeLow = """
        CASE WHEN \(high) < 0 THEN -\(low) & 4294967295 ELSE \(low) END
        """

    /// The mean in thousandths, rounded half away from zero, by a division digit by digit.
    ///
    /// The sum may exceed 64 bits. The result is exact for 2³⁰ prices.
    private static let mean = """
        CASE WHEN price_count > 0 THEN
            ((\(magnitudeHigh)) / price_count * 4294967296
                + (2 * ((\(magnitudeHigh)) % price_count * 4294967296 + (\(magnitudeLow)))
                    + price_count) / (2 * price_count))
            * CASE WHEN \(high) < 0 THEN -1 ELSE 1 END / 1000.0
        END
        """
}
