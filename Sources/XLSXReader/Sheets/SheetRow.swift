/// A row of a sheet, valid while it is handed out.
package struct SheetRow {
    /// Its number in the sheet, from 1.
    package let number: Int
    let cells: UnsafeBufferPointer<CellBounds>
    let bytes: UnsafeRawBufferPointer

    /// How many columns it reaches; those behind are empty.
    package var columnCount: Int { cells.count }

    /// The cell of a column, from 0.
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

/// What a cell holds.
package enum SheetCell {
    case empty
    /// A number as it is written, in ASCII.
    case number(UnsafeRawBufferPointer)
    /// A text in UTF-8.
    case text(UnsafeRawBufferPointer)
    /// A truth value, an error, a date or a formula's text, as it is written.
    case other(UnsafeRawBufferPointer)
}

/// Where a cell's bytes are among its row's.
struct CellBounds {
    enum Kind { case empty, number, text, other }

    var kind = Kind.empty
    var start = 0
    var end = 0
}
