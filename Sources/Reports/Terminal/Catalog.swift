/// Named items in sections, as `membudget list` prints them.
///
/// ```swift
/// var catalog = Catalog()
/// let entry = Catalog.Entry(name: "csv-ingest", about: "A product feed into SQLite")
/// catalog.sections = [Catalog.Section(title: "Scenarios", entries: [entry])]
/// print(catalog.text(width: 80))
/// ```
package struct Catalog: Sendable {
    /// A name and its description.
    package struct Entry: Hashable, Sendable {
        /// The name as written on the command line.
        package var name: String
        /// The description, in one line.
        package var about: String

        /// Creates an entry.
        package init(name: String, about: String) {
            self.name = name
            self.about = about
        }
    }

    /// A title and the entries below it.
    package struct Section: Hashable, Sendable {
        /// The line above the entries.
        package var title: String
        /// The entries in order.
        package var entries: [Entry]

        /// Creates a section.
        package init(title: String, entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }

    /// The sections in order.
    package var sections: [Section] = []

    /// Creates an empty catalog.
    package init() {}

    /// The width of the name column; the description of a longer name starts further right.
    private static let nameWidth = 28
    private static let indent = 2

    /// Returns the catalog as text, ending with a newline.
    ///
    /// - Parameter width: The maximum number of columns, at least 60; `nil` doesn't wrap.
    package func text(width: Int? = nil) -> String {
        sections.map { lines(of: $0, width: width).joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }

    private func lines(of section: Section, width: Int?) -> [String] {
        let title = TerminalText.visible(section.title)
        let head = width.map { TextWrap.lines(title, width: $0) } ?? [title]
        return head + section.entries.flatMap { lines(of: $0, width: width) }
    }

    private func lines(of entry: Entry, width: Int?) -> [String] {
        let name = TerminalText.visible(entry.name)
        let about = TerminalText.visible(entry.about)
        let blanks = String(
            repeating: " ", count: max(0, Self.nameWidth - TextWidth.columns(name)))
        let start = String(repeating: " ", count: Self.indent) + name
        guard let width else { return [start + blanks + "  " + about] }
        let column = Self.indent + Self.nameWidth + 2
        let hanging = String(repeating: " ", count: column)
        let wrapped = TextWrap.lines(about, width: width - column)
        guard TextWidth.columns(name) <= Self.nameWidth, let first = wrapped.first else {
            // A name that is too long has its own lines.
            return TextWrap.lines(name, width: width - Self.indent)
                .map { String(repeating: " ", count: Self.indent) + $0 }
                + wrapped.map { hanging + $0 }
        }
        return [start + blanks + "  " + first] + wrapped.dropFirst().map { hanging + $0 }
    }
}
