/// Hands over the fields of a row of COPY's text format, without escapes; no bytes for NULL.
///
/// Tabs separate, a line feed ends, `\\N` is NULL, and a backslash makes a letter of each of seven
/// characters: https://www.postgresql.org/docs/15/sql-copy.html, "Text Format".
///
/// - Parameter row: Is overwritten: a field without its escapes is never longer than with them.
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
            // A text never has it: its own backslash is written twice.
            if letter == UInt8(ascii: "N") { continue }
            row[end] = unescaped(letter)
            end &+= 1
        default:
            row[end] = byte
            end &+= 1
        }
    }
}

/// The character that a letter behind a backslash stands for; any other stands for itself.
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
