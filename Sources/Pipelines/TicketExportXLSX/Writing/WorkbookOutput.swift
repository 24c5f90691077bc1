#if XLSX
    /// A workbook that is written in order: sheet by sheet, row by row, cell by cell.
    ///
    /// Releasing it unfinished removes everything it wrote.
    protocol WorkbookOutput: AnyObject {
        /// Whether the sheet can't take another row, even below the maximum number of rows.
        var isSheetFull: Bool { get }
        /// Ends the previous sheet, if there is one, and begins the next.
        func beginSheet(named title: String) throws
        /// Begins the sheet's next row, whose number from 1 is given.
        func beginRow(_ number: Int) throws
        /// Adds a text that ``CellText`` has accepted, followed by a NUL in memory; columns count
        /// from 0.
        func add(_ text: UnsafeRawBufferPointer, column: Int) throws
        /// Adds a number that a double represents exactly.
        func add(_ number: Int64, column: Int) throws
        /// Adds a cell without a value, for an otherwise empty row: most readers skip rows without
        /// cells.
        func addEmpty(column: Int) throws
        /// Ends a row, which must have at least one cell.
        func endRow() throws
        /// Completes the file.
        func finish() throws
    }
#endif
