/// The table that every ticket pipeline reads.
package enum Ticket {
    /// The table's name.
    package static let table = "tickets"

    /// A column of the table; the raw value is its name.
    package enum Column: String, CaseIterable, Hashable, Sendable {
        case id, number, barcode, event, holder, seat
        case priceCents = "price_cents"
        case status
        case soldAt = "sold_at"

        /// Whether the column holds whole numbers; the others hold text.
        package var isInteger: Bool {
            self == .id || self == .priceCents
        }
    }

    /// The possible values of `status`.
    package static let statuses = ["valid", "used", "refunded", "cancelled"]
}
