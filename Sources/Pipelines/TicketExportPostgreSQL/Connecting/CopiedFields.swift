/// Passes each field of a row in COPY's text format to `body`, without escapes; NULL has no bytes.
///
/// Tabs separate fields, a line feed ends the row, `\N` is NULL, and a backslash followed by one
/// of six letters is a control character:
/// https://www.postgresql.org/docs/15/sql-copy.html, "Text Format".
///
/// - Parameter row: Overwritten: a field is never longer without its escapes than with them.
@inline(__always)
func forEachCopiedField(
    of row: UnsafeMutableRawBufferPointer, body: (UnsafeRawBufferPointer) throws -> Void
) rethrows {
    var start = 0
    var end = 0
    var position = 0
    while position < row.count {
        let byte = row[position]
        position &+= 1
        switch byte {
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"):
            try body(UnsafeRawBufferPointer(rebasing: row[start..<end]))
            (start, end) = (position, position)
        case UInt8(ascii: "\\") where position < row.count:
            let letter = row[position]
            position &+= 1
            // `\N` is always NULL: a backslash in a text is doubled.
            if letter == UInt8(ascii: "N") { continue }
            row[end] = unescaped(letter)
            end &+= 1
        default:
            row[end] = byte
            end &+= 1
        }
    }
}

/// Returns the character for a letter after a backslash; other characters stand for themselves.
private func unescaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "r"): 13
    default: letter
    }
}
