/// Returns JSON in which the invisible characters in strings are written as escapes such as
/// `\u202e`.
///
/// The characters then have no effect in a terminal, a log or an editor, and parsers read the
/// original strings.
package func visibleJSON(_ source: [UInt8]) -> [UInt8] {
    guard source.contains(where: { $0 >= 0x7F || $0 == UInt8(ascii: "#") }) else { return source }
    var sight = ScalarSight()
    var marks = LogMarks()
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    for scalar in String(decoding: source, as: UTF8.self).unicodeScalars {
        let isHidden = sight.hides(scalar) && scalar != "\n"
        // `##` never occurs outside of strings.
        let isCommand = marks.completes(scalar) && scalar == "["
        if isHidden || isCommand {
            for unit in UTF16.encode(scalar) ?? .init() { result += jsonEscape(unit) }
        } else {
            result += UTF8.encode(scalar) ?? .init()
        }
    }
    return result
}

private func jsonEscape(_ unit: UInt16) -> [UInt8] {
    let digits = String(unit, radix: 16)
    return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
}
