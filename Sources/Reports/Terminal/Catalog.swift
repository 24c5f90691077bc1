/// Names that can be asked for, in sections, as `membudget list` prints it.
package struct Catalog: Sendable {
    /// A name and a line about it.
    package struct Entry: Hashable, Sendable {
        /// As it is written on the command line.
        package var name: String
        /// One line about it.
        package var about: String

        /// An entry of a section.
        package init(name: String, about: String) {
            self.name = name
            self.about = about
        }
    }

    /// Entries under a title.
    package struct Section: Hashable, Sendable {
        /// The line above the entries.
        package var title: String
        /// The entries, in their order.
        package var entries: [Entry]

        /// A section with its entries.
        package init(title: String, entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }

    /// The sections, in their order.
    package var sections: [Section] = []

    /// An empty catalog.
    package init() {}

    /// The columns in which names stand; a longer one pushes its line to the right.
    private static let nameWidth = 28
    private static let indent = 2

    /// The catalog; ends with a newline.
    ///
    /// - Parameter width: Columns that no line exceeds, at least 60; nil leaves every entry on one line.
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
            // The name has lines of its own.
            return TextWrap.lines(name, width: width - Self.indent)
                .map { String(repeating: " ", count: Self.indent) + $0 }
                + wrapped.map { hanging + $0 }
        }
        return [start + blanks + "  " + first] + wrapped.dropFirst().map { hanging + $0 }
    }
}
