internal import MemoryBudget
internal import RunStore

/// The strategies that a chart draws: all, or a selection if there are too many to tell apart.
struct DrawnVariants {
    /// The maximum number of strategies in a chart.
    static let limit = 40
    /// The maximum number of budgets with a name in a chart.
    static let namedBudgetLimit = 6

    /// The drawn strategies, in the scenario's order.
    let variants: [Variant]
    private let count: Int

    /// Selects strategies if there are more than the limit: first the control and the smallest
    /// candidate, which the answer names, then the largest needs, candidates before others.
    init(of scenario: ScenarioView, limit: Int = limit) {
        let all = scenario.variants
        count = all.count
        guard all.count > limit else {
            variants = all
            return
        }
        let falling = all.map { (variant: $0, extent: $0.extent(of: scenario.metric) ?? 0) }
            .sorted { $0.extent > $1.extent }.map(\.variant)
        let candidates = falling.filter { $0.role == .candidate }
        let first = [all.first { $0.role == .control }, candidates.last].compactMap(\.self)
        let others = [Scenario.Role.reference, .control].flatMap { role in
            falling.filter { $0.role == role }
        }
        let chosen = (first + candidates + others).uniqued(by: \.number).prefix(limit)
        variants = chosen.sorted { $0.number < $1.number }
    }

    /// The note about strategies that are not drawn; `nil` if all are.
    var note: String? {
        let missing = count - variants.count
        guard missing > 0 else { return nil }
        let control = variants.contains { $0.role == .control } ? "the control, " : ""
        return
            "\(grouped(missing)) of \(grouped(count)) strategies \(missing == 1 ? "is" : "are") not"
            + " drawn; the report's table has all. Drawn: \(control)the smallest candidate, then the"
            + " largest."
    }

    /// The budgets of the drawn cells, ascending, with names that include the owner if they differ.
    var budgetLines: [(bytes: Double, name: String)] {
        let owners = variants.reduce(into: [Int: [String]]()) { owners, variant in
            for limit in Set(variant.cells.compactMap(\.budget?.limit.bytes)) {
                owners[limit, default: []].append(variant.name)
            }
        }
        return owners.sorted { $0.key < $1.key }.map { limit, names in
            let whose = owners.count > 1 ? " of \(Figures.list(names))" : ""
            let name = "budget \(PlotFrame.memory(Double(limit)))\(whose)"
            return (Double(limit), owners.count > Self.namedBudgetLimit ? "" : name)
        }
    }
}
