/// A column's value on its way into a database; text is where it was read, not a copy.
package enum FieldValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
}

/// An SQL identifier, quoted.
package func quoted(_ name: String) -> String {
    // By bytes: to Swift a quote with an accent is another character than a quote.
    let mark = UInt8(ascii: "\"")
    let bytes = name.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
}
