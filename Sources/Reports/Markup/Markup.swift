internal import MemoryBudget

/// A piece of markup that is both HTML and XML, and always well-formed: text is escaped, elements
/// are closed, and characters that XML forbids are shown as escapes.
struct Markup: Hashable, Sendable {
    /// The source text.
    let source: String

    /// Takes a source known to be well-formed, such as a stylesheet of this module.
    init(source: String) {
        self.source = source
    }

    /// Returns escaped text.
    static func text(_ text: String) -> Markup {
        Markup(source: TextSink.markup.escaped(text))
    }

    /// Returns an element whose children follow each other without blanks.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        Markup(source: tagged(name, attributes, children.map(\.source).joined()))
    }

    /// Returns an element with only text.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String
    ) -> Markup {
        element(name, attributes, [Markup.text(text)])
    }

    /// Returns an element with each child on its own line, so that files can be read and compared
    /// by line.
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

    /// The HTML elements without an end tag.
    private static let voids: Set = ["meta", "link", "br", "col", "input", "img"]
}
