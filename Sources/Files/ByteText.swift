/// Returns bytes as text for display. Bytes that are not UTF-8 are written as `\xE9`, so that
/// nothing is lost.
package func displayText(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var rest = bytes[...]
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
        switch parser.parseScalar(from: &iterator) {
        case .valid(let scalar):
            text.unicodeScalars.append(Unicode.UTF8.decode(scalar))
            rest = rest.dropFirst(scalar.count)
        case .error(let length):
            for byte in rest.prefix(length) { text += escape(byte) }
            rest = rest.dropFirst(length)
        case .emptyInput: return text
        }
    }
}

private func escape(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
}
