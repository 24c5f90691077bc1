internal import MemoryBudget
internal import RunStore

/// The part of the answer about strategies that go over their budget.
extension Answer {
    /// The sentence for a scenario in which no contender stays within its budget.
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
        // A strategy that could not be judged may stay within the budget, and be the nearest.
        guard over.count == contenders.count else {
            return
                "\(Figures.list(over.map(name))) \(over.count == 1 ? "goes" : "go") over \(budget)"
                + "\(place), and no other strategy is known to stay within it"
        }
        return "No strategy stays within \(budget)\(place)" + (nearest(of: over) ?? "")
    }

    /// The sentence if no contender goes over either: wrong and failed cells say nothing about the
    /// budget.
    private var undecided: String {
        guard let first = contenders.first else { return "Nothing was judged\(place)." }
        if contenders.allSatisfy({ $0.verdict == .wrong }) {
            return "No strategy gives a correct result\(place)."
        }
        return
            "Nothing shows that \(contenders.count == 1 ? name(first) : "a strategy") stays within"
            + " \(sharedBudget)\(place)."
    }

    /// The budget that all contenders share, or else `its budget`.
    private var sharedBudget: String {
        let budgets = Set(contenders.map(\.budget))
        return budgets.count == 1 ? contenders.first.map(limit) ?? "its budget" : "its budget"
    }

    /// Returns `; half comes nearest and needs 40.0 MiB`; `nil` if any need is unknown, since that
    /// strategy may be nearer.
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

    /// Returns ` streamed stays within 32.0 MiB up to 10k rows.`: the largest scale at which a
    /// candidate still fits.
    ///
    /// - Parameter budget: Returns the words for a cell's budget.
    private func furthest(_ budget: (CellRecord) -> String) -> String? {
        for smaller in scenario.scales.dropLast().reversed() {
            if let best = Answer(scenario, at: smaller).best {
                return " \(name(best)) stays within \(budget(best)) up to"
                    + " \(scenario.label(of: smaller))\(ResultChecks.remark(best))."
            }
        }
        return nil
    }

    /// The other candidates that go over if some fit: `half goes over and needs 40.0 MiB.`
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
