package import RunStore

/// A profile for a terminal: the call sites that held memory at the peak or, if the command died,
/// at its end; largest first.
///
/// ```swift
/// import HeapProfile
/// import RunStore
/// func show(_ record: ProfileRecord) {
///     print(ProfileTable(width: 80).text(of: record))
/// }
/// ```
package struct ProfileTable: SelectiveProfileRenderer {
    package let name = "terminal"
    package let fileExtension = "txt"
    package var selection = ProfileSelection()
    private let style: Style
    private let width: Int

    /// Creates a renderer; by default without colours, as wide as the style.
    package init(style: Style = .plain, width: Int? = nil) {
        let width = width ?? style.columns
        precondition(width >= 60, "a report needs 60 columns")
        self.style = style
        self.width = width
    }

    package func contents(of record: ProfileRecord) throws(RunStoreError) -> [UInt8] {
        Array(text(of: record).utf8)
    }

    /// Returns the report, ending with a newline.
    package func text(of record: ProfileRecord) -> String {
        let view = ProfileView(record, showing: selection)
        let head = wrapped([view.headline]).map { style.paint($0, .strong) }
        let lines = head + wrapped(view.conditions) + sites(view) + breakdown(view)
        return lines.joined(separator: "\n") + "\n"
    }

    private func sites(_ view: ProfileView) -> [String] {
        guard let sites = view.sites else { return view.absence.map { ["", $0] } ?? [] }
        return [""] + sites.table.terminalLines(width: width, style: style)
            + wrapped([sites.legend].compactMap(\.self)).map { style.paint($0, .faint) }
    }

    /// Returns the breakdown of resident memory, or the reason that there is none.
    private func breakdown(_ view: ProfileView) -> [String] {
        guard let caption = view.memoryCaption else { return [] }
        let tables = [view.breakdown?.table, view.maps?.table].compactMap(\.self)
            .map { $0.terminalLines(width: width, style: style) }
        return [""] + wrapped([caption]) + Array(tables.joined(separator: [""]))
    }

    private func wrapped(_ items: [String]) -> [String] { TextWrap.lines(items, width: width) }
}
