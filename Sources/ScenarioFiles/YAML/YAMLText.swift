/// Functions that write text as YAML, so that parsing returns the same text.
enum YAMLText {
    /// Returns a list such as `[a, "b: c"]`.
    static func flowList(_ items: [String]) -> String {
        "[\(items.map(scalar).joined(separator: ", "))]"
    }

    /// Returns the text, in double quotes unless YAML would read it unchanged everywhere.
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard !["~", "null", "Null", "NULL", ""].contains(text),
            let first = scalars.first(where: { $0 != "-" }),
            isWord(first)
        else { return false }
        // `---` and `...` start and end a document.
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

    /// Returns whether YAML allows a scalar unescaped in quotes.
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
