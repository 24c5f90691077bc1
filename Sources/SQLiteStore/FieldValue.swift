/// A column's value on its way into a database; text is not copied, but points to where it was
/// read.
package enum FieldValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
}

/// Returns a quoted SQL identifier.
package func quoted(_ name: String) -> String {
    // By bytes: to Swift, a quote with a combining accent is not a quote.
    let mark = UInt8(ascii: "\"")
    let bytes = name.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
}
