/// The forms of JSON that a worker writes, each on one line.
///
/// Foundation's encoder is not used, because Foundation would add 12 MiB to a worker's floor.
package indirect enum JSONValue: Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case integer(Int)
    /// A finite number; JSON has no others.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// An object, whose keys stay in this order.
    case object([(key: String, value: JSONValue)])

    /// The text, without a line end.
    package var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value):
            precondition(value.isFinite, "JSON has only finite numbers")
            text += "\(value)"
        case .string(let value): Self.writeQuoted(value, to: &text)
        case .array(let values):
            Self.writeList("[", elements: values, closing: "]", to: &text) { $0.write(to: &$1) }
        case .object(let members):
            Self.writeList("{", elements: members, closing: "}", to: &text) { member, text in
                Self.writeQuoted(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
        }
    }

    private static func writeList<Element>(
        _ opening: String, elements: [Element], closing: String, to text: inout String,
        write: (Element, inout String) -> Void
    ) {
        text += opening
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            write(element, &text)
        }
        text += closing
    }

    private static func writeQuoted(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
