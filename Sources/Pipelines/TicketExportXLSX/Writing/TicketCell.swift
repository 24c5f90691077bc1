#if XLSX
    import TicketReading

    /// A column of a cursor's current row as a cell, or the reason that it can't be one.
    enum TicketCell {
        case empty
        case integer(Int64)
        /// The text in SQLite's memory, followed by a NUL.
        case text(UnsafeRawBufferPointer)
        /// The text with escapes, followed by a NUL.
        case escaped([CChar])
        case rejected(CellRejection)

        /// Classifies a column's value.
        ///
        /// - Parameter isInteger: Whether the column should hold whole numbers.
        @inline(__always)
        init(_ cursor: borrowing TicketCursor, column: Int32, isInteger: Bool) {
            if isInteger, cursor.isInteger(column) {
                let number = cursor.integer(column)
                let isExact = number.magnitude <= SheetLimits.numberMax
                self = isExact ? .integer(number) : .rejected(.number)
                return
            }
            let text = cursor.text(column)
            if text.isEmpty {
                self = .empty
            } else if isInteger {
                self = .rejected(.number)
            } else {
                switch CellText(text) {
                case .plain: self = .text(text)
                case .escaped(let escaped): self = .escaped(escaped)
                case .rejected(let rejection): self = .rejected(rejection)
                }
            }
        }
    }
#endif
