#if XLSX
    import TicketExport

    /// Why a value can't be in a cell.
    enum CellFlaw: Equatable, CustomStringConvertible {
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

    /// Why a row can't be in a sheet: what is wrong with which column.
    struct RowFlaw: Equatable, CustomStringConvertible {
        let column: Ticket.Column
        let flaw: CellFlaw

        var description: String {
            "\(column.rawValue): \(flaw)"
        }
    }
#endif
