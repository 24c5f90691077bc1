package import MemoryBudget

/// The name of a trial, `streamed batch=10 @ 160k #2`, made to fit a column.
package struct TrialName: Hashable, Sendable {
    /// Strategy and parameters, with control characters shown as escapes.
    private let variant: String
    /// Scale and number, which tell trials of a strategy apart: `@ 160k #2`.
    private let place: String

    /// The name of a run's trial.
    ///
    /// - Parameter shared: Parameters that all trials share, which are left out; none by default.
    package init(
        of cell: Cell, kind: Observation.Kind, index: Int, build: Build,
        without shared: [String: String] = [:]
    ) {
        let kind = kind == .measured ? "#\(index + 1)" : kind.rawValue
        self.init(
            variant: Cell.variant(of: cell.strategy, with: cell.parameters, without: shared),
            place: "@ \(cell.scale.label) \(kind)" + (build == .base ? " (base)" : ""))
    }

    /// The name of a search's trial: `streamed @ 10k`, and in a search for a budget its limit.
    package init(probe cell: Cell, limit: ByteCount?, varies variable: SearchVariable) {
        let budget =
            switch variable {
            case .scale: ""
            case .budget: limit.map { " under \($0)" } ?? " without a budget"
            }
        self.init(variant: cell.variant, place: "@ \(cell.scale.label)\(budget)")
    }

    private init(variant: String, place: String) {
        self.variant = TerminalText.visible(variant)
        self.place = TerminalText.visible(place)
    }

    /// The whole name.
    package var text: String { "\(variant) \(place)" }

    /// The columns of the whole name.
    var width: Int { TextWidth.columns(text) }

    /// The name in at most `width` columns. The strategy is cut first: the rest tells its trials apart.
    func text(width: Int) -> String {
        let room = width - TextWidth.columns(place) - 1
        guard self.width > width else { return text }
        guard room >= 3 else { return TextWrap.cut(text, width: width) }
        return "\(TextWrap.cut(variant, width: room)) \(place)"
    }
}
