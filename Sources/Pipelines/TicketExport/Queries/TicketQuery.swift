/// A choice of tickets and columns to export; the raw value is the value of setting `query`.
package enum TicketQuery: String, CaseIterable, Hashable, Sendable {
    /// The number and barcode of each ticket that has a barcode.
    case numbers
    /// Every barcode.
    case barcodes
    /// Every column of the tickets with one status.
    case filtered
    /// The whole table.
    case all

    /// The columns of an exported row, in order.
    package var columns: [Ticket.Column] {
        switch self {
        case .numbers: [.number, .barcode]
        case .barcodes: [.barcode]
        case .filtered, .all: Ticket.Column.allCases
        }
    }
}
