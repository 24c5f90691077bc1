/// The layout of a search report, and the reference that its results were compared with.
package struct SearchLayout: Sendable {
    /// The style, which decides about colours.
    package let style: Style
    /// The maximum number of columns, at least 60; the lines of a manifest may be longer.
    package let width: Int
    /// The strategy that other results are compared with; `nil` if there is none.
    package let reference: String?
}

/// The report of a search for a scale, a budget or a container limit.
package protocol SearchReport: Sendable {
    /// The layout of the report.
    var layout: SearchLayout { get }

    /// Creates a report with a layout.
    init(_ layout: SearchLayout)
}

extension SearchReport {
    /// Creates a report; by default without colours, as wide as the style.
    package init(style: Style = .plain, width: Int? = nil, reference: String? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a report needs 60 columns")
        self.init(SearchLayout(style: style, width: width, reference: reference))
    }

    var style: Style { layout.style }
    var width: Int { layout.width }
    var reference: String? { layout.reference }
}
