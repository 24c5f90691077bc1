/// Decodes the escapes of characters that XML can't represent, such as `_x000D_`, from `start` on.
///
/// `_x005F_` is a literal underscore before text that looks like an escape.
func decodeEscapes(in text: inout [UInt8], from start: Int) {
    let underscore = UInt8(ascii: "_")
    guard text[start...].contains(underscore) else { return }
    var decoded: [UInt8] = []
    var place = start
    while place < text.count {
        if text[place] == underscore, let scalar = escapedScalar(in: text, at: place) {
            decoded.append(contentsOf: String(Character(scalar)).utf8)
            place += 7
        } else {
            decoded.append(text[place])
            place += 1
        }
    }
    text.replaceSubrange(start..., with: decoded)
}

private func escapedScalar(in text: [UInt8], at place: Int) -> Unicode.Scalar? {
    guard place + 7 <= text.count, text[place + 1] == UInt8(ascii: "x"),
        text[place + 6] == UInt8(ascii: "_")
    else { return nil }
    let digits = String(decoding: text[place + 2..<place + 6], as: UTF8.self)
    guard digits.allSatisfy(\.isHexDigit) else { return nil }
    return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
}
