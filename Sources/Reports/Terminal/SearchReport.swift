/// The report of a search for a scale, a budget or a limit.
package protocol SearchReport: Sendable {
    /// Whether it is coloured.
    var style: Style { get }
    /// Columns that no line exceeds; at least 60. The lines of a manifest are as long as they are.
    var width: Int { get }
    /// The strategy whose results the others' are compared with; nil if none are.
    var reference: String? { get }

    /// Creates a report of exactly this appearance.
    init(style: Style, exactWidth: Int, reference: String?)
}

extension SearchReport {
    /// Creates a report; by default without colours, and as wide as its style.
    package init(style: Style = .plain, width: Int? = nil, reference: String? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a report needs 60 columns")
        self.init(style: style, exactWidth: width, reference: reference)
    }
}
