/// The table that every ticket pipeline reads.
public enum Ticket {
    /// Its name.
    public static let table = "tickets"

    /// A column, by its name.
    public enum Column: String, CaseIterable, Hashable, Sendable {
        case id, number, barcode, event, holder, seat
        case priceCents = "price_cents"
        case status
        case soldAt = "sold_at"

        /// Whether it holds whole numbers; the others hold text.
        public var isInteger: Bool {
            self == .id || self == .priceCents
        }
    }

    /// What `status` can be.
    public static let statuses = ["valid", "used", "refunded", "cancelled"]
}
