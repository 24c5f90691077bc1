/// The appearance of a report of a search, and what it knows besides the record.
package struct SearchLayout: Sendable {
    /// Whether it is coloured.
    package let style: Style
    /// Columns that no line exceeds; at least 60. The lines of a manifest are as long as they are.
    package let width: Int
    /// The strategy whose results the others' are compared with; nil if none are.
    package let reference: String?
}

/// The report of a search for a scale, a budget or a limit.
package protocol SearchReport: Sendable {
    /// Its appearance.
    var layout: SearchLayout { get }

    /// Creates a report.
    init(_ layout: SearchLayout)
}

extension SearchReport {
    /// Creates a report; by default without colours, and as wide as its style.
    package init(style: Style = .plain, width: Int? = nil, reference: String? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a report needs 60 columns")
        self.init(SearchLayout(style: style, width: width, reference: reference))
    }

    var style: Style { layout.style }
    var width: Int { layout.width }
    var reference: String? { layout.reference }
}
