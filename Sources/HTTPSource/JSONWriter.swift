/// A writer of JSON as bytes, member by member; names and strings must not need escapes.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(reservingByteCount byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    var byteCount: Int { bytes.count }

    mutating func open(_ bracket: Character) {
        separate()
        append("\(bracket)")
        needsComma = false
    }

    mutating func close(_ bracket: Character) {
        append("\(bracket)")
        needsComma = true
    }

    /// Writes the name of the next member.
    mutating func name(_ name: StaticString) {
        separate()
        append("\"")
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        append("\":")
        needsComma = false
    }

    mutating func value(_ number: Int) {
        separate()
        append(String(number))
        needsComma = true
    }

    mutating func value(_ text: String) {
        separate()
        append("\"")
        append(text)
        append("\"")
        needsComma = true
    }

    /// Writes a value that is already JSON.
    mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    mutating func null() {
        separate()
        append("null")
        needsComma = true
    }

    mutating func member(_ name: StaticString, number: Int) {
        self.name(name)
        value(number)
    }

    mutating func member(_ name: StaticString, text: String) {
        self.name(name)
        value(text)
    }

    private mutating func separate() {
        if needsComma { append(",") }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
