#if XLSX
    /// A workbook that is being written: sheet by sheet, row by row, cell by cell, all in order.
    ///
    /// Let go of before it is finished, it leaves nothing behind.
    protocol WorkbookOutput: AnyObject {
        /// Whether the sheet can't take another row, however few it has.
        var isSheetFull: Bool { get }
        /// Ends the sheet before it, if there is one, and begins the next.
        func beginSheet(named title: String) throws
        /// Begins a row, by its number from 1: the next one's of the sheet.
        func beginRow(_ number: Int) throws
        /// Adds a text that ``CellText`` found nothing wrong with; a NUL follows its bytes. Columns
        /// count from 0.
        func add(_ text: UnsafeRawBufferPointer, column: Int) throws
        /// Adds a number that a double holds exactly.
        func add(_ number: Int64, column: Int) throws
        /// Adds a cell without a value, for a row that has no other: a row without cells is none to
        /// most readers.
        func addEmpty(column: Int) throws
        /// Ends a row of at least one cell.
        func endRow() throws
        /// Makes the file whole.
        func finish() throws
    }
#endif
