/// A row of a sheet, valid only while it is passed.
package struct SheetRow {
    /// The row's number in the sheet, from 1.
    package let number: Int
    let cells: UnsafeBufferPointer<CellBounds>
    let bytes: UnsafeRawBufferPointer

    /// The number of columns; cells after them are empty.
    package var columnCount: Int { cells.count }

    /// Returns the cell of a column, from 0.
    package subscript(_ column: Int) -> SheetCell {
        guard cells.indices.contains(column) else { return .empty }
        let bounds = cells[column]
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[bounds.start..<bounds.end])
        switch bounds.kind {
        case .empty: return .empty
        case .number: return .number(bytes)
        case .text: return .text(bytes)
        case .other: return .other(bytes)
        }
    }
}

/// The content of a cell.
package enum SheetCell {
    case empty
    /// A number as written, in ASCII.
    case number(UnsafeRawBufferPointer)
    /// A text in UTF-8.
    case text(UnsafeRawBufferPointer)
    /// A Boolean, an error, a date or a formula's string, as written.
    case other(UnsafeRawBufferPointer)
}

/// The position of a cell's bytes within its row's bytes.
struct CellBounds {
    enum Kind { case empty, number, text, other }

    var kind = Kind.empty
    var start = 0
    var end = 0
}
