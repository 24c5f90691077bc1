/// A defect for which a row of the product feed must be rejected.
enum ProductDefect: CaseIterable {
    case raggedShort
    case raggedLong
    case badPrice
    case badStock
    case badDate
    case emptySKU
    case emptyName
    /// Invalid UTF-8; only with the setting `byte-damage`.
    case byteDamage

    /// The defects of the setting `bad`.
    static let ofValues: [ProductDefect] = [
        .raggedShort, .raggedLong, .badPrice, .badStock, .badDate, .emptySKU, .emptyName,
    ]

    static let prices: [StaticString] = [
        "12.5", "N/A", "-3.10", "12,50", "1e3", "012.50", "", "7", ".99", "1000000000.00",
    ]
    static let stocks: [StaticString] = [
        "-5", "3.5", "many", "", "007", "2147483648", "1 000", "+4",
    ]
    static let dates: [StaticString] = [
        "2024-02-30", "2023-02-29", "2023-13-01", "2024/01/05", "yesterday", "", "2024-1-5",
        "2023-04-31", "20240105", "2024-00-10",
    ]
    /// A lone 0xFF, a truncated sequence, a lone continuation byte, an overlong form, a surrogate,
    /// and a scalar above U+10FFFF.
    static let damagedBytes: [[UInt8]] = [
        [0xFF], [0xC3], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]
}
