internal import MemoryBudget
internal import RunStore

/// The strategies that don't fit: which, and what they need.
extension Answer {
    /// The sentence where no contender stays within its budget.
    var noneWithin: String {
        let over = contenders.filter { $0.verdict == .over }
        guard let first = over.first else {
            return undecided + (furthest { limit(of: $0) } ?? "")
        }
        return lead(over, first: first) + "." + (furthest { _ in "it" } ?? "")
    }

    private func lead(_ over: [CellRecord], first: CellRecord) -> String {
        guard contenders.count > 1 else {
            return "\(name(first)) goes over \(limit(of: first))\(place)"
                + (need(of: first).map { " and \($0)" } ?? "")
        }
        let budget = sharedBudget
        // One that could not be judged may stay within it, and be the nearest.
        guard over.count == contenders.count else {
            return
                "\(Figures.list(over.map(name))) \(over.count == 1 ? "goes" : "go") over \(budget)"
                + "\(place), and no other strategy is known to stay within it"
        }
        return "No strategy stays within \(budget)\(place)" + (nearest(of: over) ?? "")
    }

    /// The sentence where none goes over either: what is wrong or failed shows nothing of the budget.
    private var undecided: String {
        guard let first = contenders.first else { return "Nothing was judged\(place)." }
        if contenders.allSatisfy({ $0.verdict == .wrong }) {
            return "No strategy gives a right result\(place)."
        }
        return
            "Nothing shows that \(contenders.count == 1 ? name(first) : "a strategy") stays within"
            + " \(sharedBudget)\(place)."
    }

    /// The limit that all contenders have, or else `its budget`.
    private var sharedBudget: String {
        let budgets = Set(contenders.map(\.budget))
        return budgets.count == 1 ? contenders.first.map(limit) ?? "its budget" : "its budget"
    }

    /// `; half comes nearest and needs 40.0 MiB`; nil if one has an unknown need, and may be nearer.
    private func nearest(of over: [CellRecord]) -> String? {
        let excesses = over.compactMap { cell in
            cell.reading.need(of: scenario.metric).map {
                (cell, Double($0) - (cell.budget.map { Double($0.limit.bytes) } ?? 0))
            }
        }
        guard excesses.count == over.count, let nearest = excesses.min(by: { $0.1 < $1.1 })?.0
        else { return nil }
        return "; \(name(nearest)) comes nearest and \(need(of: nearest) ?? "goes over")"
            + ResultChecks.remark(nearest)
    }

    /// ` streamed stays within \(budget(best)) up to 10k rows.`: the largest scale at which a candidate still fits.
    ///
    /// - Parameter budget: The words for its budget.
    private func furthest(_ budget: (CellRecord) -> String) -> String? {
        for smaller in scenario.scales.dropLast().reversed() {
            if let best = Answer(scenario, at: smaller).best {
                return " \(name(best)) stays within \(budget(best)) up to"
                    + " \(scenario.label(of: smaller))\(ResultChecks.remark(best))."
            }
        }
        return nil
    }

    /// The other candidates that go over, where some don't: `half goes over and needs 40.0 MiB.`
    var others: String? {
        guard best != nil else { return nil }
        let over = contenders.filter { $0.verdict == .over }
        guard let first = over.first else { return nil }
        if over.count == 1 {
            return "\(name(first)) goes over\(need(of: first).map { " and \($0)" } ?? "")."
        }
        let names = over.map { cell in name(cell) + (need(of: cell).map { " (\($0))" } ?? "") }
        return "\(Figures.list(names)) go over."
    }
}
