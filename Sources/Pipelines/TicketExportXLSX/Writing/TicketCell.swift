#if XLSX
    import TicketReading

    /// A column of the row that a cursor has come to, judged once: a cell, or why it can't be one.
    enum TicketCell {
        case empty
        case integer(Int64)
        /// As it is, where SQLite has it; a NUL follows.
        case text(UnsafeRawBufferPointer)
        /// Instead of the text, with its NUL.
        case escaped([CChar])
        case rejected(CellRejection)

        /// Judges a column.
        ///
        /// - Parameter isInteger: Whether it should hold whole numbers.
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
