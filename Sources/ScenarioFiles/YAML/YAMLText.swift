/// Text written as YAML, so that reading it gives the same text back.
enum YAMLText {
    /// `[a, "b: c"]`.
    static func flowList(_ items: [String]) -> String {
        "[\(items.map(scalar).joined(separator: ", "))]"
    }

    /// The text itself where YAML would read it unchanged in any place, else in double quotes.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard !["~", "null", "Null", "NULL", ""].contains(text),
            let first = scalars.first(where: { $0 != "-" }),
            isWord(first)
        else { return false }
        // These start and end a document.
        return !text.hasPrefix("---") && !text.hasPrefix("...")
            && scalars.allSatisfy { isWord($0) || "-=+%@".unicodeScalars.contains($0) }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || "_./".unicodeScalars.contains(scalar)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case "\r": return "\\r"
        default:
            guard isPrintable(scalar) else { return "\\U" + hexadecimal(scalar.value) }
            return String(scalar)
        }
    }

    /// Whether YAML lets a scalar stand for itself on one line.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
        case 0x10000...: true
        default: false
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
