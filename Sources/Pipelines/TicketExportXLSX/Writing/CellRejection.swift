#if XLSX
    import TicketExport

    /// The reason that a cell can't hold a value.
    enum CellRejection: Equatable, CustomStringConvertible {
        case notUTF8, character, number
        case tooLong(Int)

        var description: String {
            switch self {
            case .notUTF8: "not valid UTF-8"
            case .character: "a character that a workbook can't hold"
            case .number: "not a whole number, or one that a cell can't hold exactly"
            case .tooLong(let count):
                "a text of \(count) characters; the maximum is \(SheetLimits.textUnitCountMax)"
            }
        }
    }

    /// The cell because of which a row is rejected.
    struct RejectedCell: Equatable, CustomStringConvertible {
        let column: Ticket.Column
        let rejection: CellRejection

        var description: String {
            "\(column.rawValue): \(rejection)"
        }
    }
#endif
