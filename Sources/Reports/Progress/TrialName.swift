package import MemoryBudget

/// The name of a trial, `streamed batch=10 @ 160k #2`, which can be shortened to a width.
package struct TrialName: Hashable, Sendable {
    /// The strategy and parameters, with control characters shown as escapes.
    private let variant: String
    /// The scale and number, which tell the trials of a strategy apart: `@ 160k #2`.
    private let place: String

    /// Creates the name of a run's trial.
    ///
    /// - Parameter shared: Parameters shared by all trials, which are left out; empty by default.
    package init(
        of cell: Cell, kind: Observation.Kind, index: Int, build: Build,
        without shared: [String: String] = [:]
    ) {
        let kind = kind == .measured ? "#\(index + 1)" : kind.rawValue
        self.init(
            variant: Cell.variant(of: cell.strategy, with: cell.parameters, without: shared),
            place: "@ \(cell.scale.label) \(kind)" + (build == .base ? " (base)" : ""))
    }

    /// Creates the name of a search's trial: `streamed @ 10k`, with its budget in a search for one.
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

    /// The width of the whole name, in columns.
    var width: Int { TextWidth.columns(text) }

    /// Returns the name in at most `width` columns. The strategy is shortened first.
    func text(width: Int) -> String {
        let room = width - TextWidth.columns(place) - 1
        guard self.width > width else { return text }
        guard room >= 3 else { return TextWrap.cut(text, width: width) }
        return "\(TextWrap.cut(variant, width: room)) \(place)"
    }
}
