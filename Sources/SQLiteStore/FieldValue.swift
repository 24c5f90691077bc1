/// A column's value on its way into a database; text is where it was read, not a copy.
package enum FieldValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
}

/// An SQL identifier, quoted.
package func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
}
