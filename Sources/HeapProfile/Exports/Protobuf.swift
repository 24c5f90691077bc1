/// A message in the encoding of Protocol Buffers (protobuf.dev, "Encoding").
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    /// Adds a number, unless it is 0, the default for absent fields.
    mutating func add(_ field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        append(UInt64(field) << 3)
        append(value)
    }

    /// Adds a number that may be negative.
    mutating func add(_ field: Int, _ value: Int) { add(field, UInt64(bitPattern: Int64(value))) }

    /// Adds numbers as a packed field.
    mutating func add(_ field: Int, packed values: [UInt64]) {
        var row = ProtobufMessage()
        for value in values { row.append(value) }
        add(field, row)
    }

    /// Adds a text.
    mutating func add(_ field: Int, _ text: String) { add(field, content: Array(text.utf8)) }

    /// Adds a nested message.
    mutating func add(_ field: Int, _ message: ProtobufMessage) {
        add(field, content: message.bytes)
    }

    private mutating func add(_ field: Int, content: [UInt8]) {
        append(UInt64(field) << 3 | 2)
        append(UInt64(content.count))
        bytes += content
    }

    private mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
