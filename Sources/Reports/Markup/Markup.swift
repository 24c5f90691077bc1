/// A piece of XML that is HTML too, and well-formed by construction: whatever was put in as text is
/// escaped, every element is closed, and the characters that XML forbids are left out.
struct Markup: Hashable, Sendable {
    /// As it is written to the file.
    let source: String

    /// Takes a source that is known to be well-formed, such as a stylesheet of ours.
    init(source: String) {
        self.source = source
    }

    /// Text from anywhere.
    static func text(_ text: String) -> Markup {
        Markup(source: escaped(text))
    }

    /// An element whose children follow each other without a blank.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        Markup(source: tagged(name, attributes, children.map(\.source).joined()))
    }

    /// An element that holds text alone.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String
    ) -> Markup {
        element(name, attributes, [Markup.text(text)])
    }

    /// An element with each child on a line of its own, so that files are read, and compared, by
    /// lines.
    static func block(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup]
    ) -> Markup {
        let lines = children.map { $0.source + "\n" }.joined()
        return Markup(source: tagged(name, attributes, "\n" + lines))
    }

    private static func tagged(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String
    ) -> String {
        let pairs = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
        return voids.contains(name)
            ? "<\(name)\(pairs)/>" : "<\(name)\(pairs)>\(content)</\(name)>"
    }

    /// The elements that HTML knows without an end.
    private static let voids: Set = ["meta", "link", "br", "col", "input", "img"]

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // Normalised to a blank or a line end if they stood as they are.
            case "\t": result += "&#9;"
            case "\r": result += "&#13;"
            case _ where isForbidden(scalar): break
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// What no XML document may hold, not even escaped (XML 1.0, production Char).
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" || scalar.value & 0xFFFE == 0xFFFE
    }
}
