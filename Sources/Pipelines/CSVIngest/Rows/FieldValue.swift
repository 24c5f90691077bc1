/// A checked field as the database takes it; text points into the splitter's memory.
enum FieldValue {
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
}
