#if XLSX
    import TicketExport

    /// Why a value can't be in a cell.
    enum CellRejection: Equatable, CustomStringConvertible {
        case notUTF8, character, number
        case tooLong(Int)

        var description: String {
            switch self {
            case .notUTF8: "not valid UTF-8"
            case .character: "a character that a workbook can't hold"
            case .number: "not a whole number, or one that a cell can't hold exactly"
            case .tooLong(let count):
                "a text of \(count) characters, and a cell holds \(SheetLimits.textUnitCountMax)"
            }
        }
    }

    /// The cell for which a row is rejected.
    struct RejectedCell: Equatable, CustomStringConvertible {
        let column: Ticket.Column
        let rejection: CellRejection

        var description: String {
            "\(column.rawValue): \(rejection)"
        }
    }
#endif
