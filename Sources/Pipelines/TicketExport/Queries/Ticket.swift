/// The table that every ticket pipeline reads.
package enum Ticket {
    /// Its name.
    package static let table = "tickets"

    /// A column, by its name.
    package enum Column: String, CaseIterable, Hashable, Sendable {
        case id, number, barcode, event, holder, seat
        case priceCents = "price_cents"
        case status
        case soldAt = "sold_at"

        /// Whether it holds whole numbers; the others hold text.
        package var isInteger: Bool {
            self == .id || self == .priceCents
        }
    }

    /// What `status` can be.
    package static let statuses = ["valid", "used", "refunded", "cancelled"]
}
