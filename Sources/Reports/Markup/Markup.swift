internal import MemoryBudget

/// A piece of XML that is HTML too, and well-formed by construction: whatever was put in as text is
/// escaped, every element is closed, and the characters that XML forbids are shown as escapes.
struct Markup: Hashable, Sendable {
    /// As it is written to the file.
    let source: String

    /// Takes a source that is known to be well-formed, such as a stylesheet of ours.
    init(source: String) {
        self.source = source
    }

    /// Text from anywhere.
    static func text(_ text: String) -> Markup {
        Markup(source: TextSink.markup.escaped(text))
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
        let pairs = attributes.map { " \($0)=\"\(TextSink.attribute.escaped($1))\"" }.joined()
        return voids.contains(name)
            ? "<\(name)\(pairs)/>" : "<\(name)\(pairs)>\(content)</\(name)>"
    }

    /// The elements that HTML knows without an end.
    private static let voids: Set = ["meta", "link", "br", "col", "input", "img"]
}
