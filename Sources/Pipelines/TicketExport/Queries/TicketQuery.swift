/// What can be exported of the tickets; the raw value is the setting's word.
package enum TicketQuery: String, CaseIterable, Hashable, Sendable {
    /// Number and barcode of the tickets that have one.
    case numbers
    /// The barcodes there are.
    case barcodes
    /// Every column of the tickets of one status.
    case filtered
    /// The whole table.
    case all

    /// The columns of a row, in order.
    package var columns: [Ticket.Column] {
        switch self {
        case .numbers: [.number, .barcode]
        case .barcodes: [.barcode]
        case .filtered, .all: Ticket.Column.allCases
        }
    }
}
