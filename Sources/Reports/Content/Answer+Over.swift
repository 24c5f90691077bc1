internal import MemoryBudget
internal import RunStore

/// The strategies that don't fit: which, and what they need.
extension Answer {
    /// The sentence where no contender stays within its budget.
    var noneWithin: String {
        let over = contenders.filter { $0.verdict == .over }
        guard !over.isEmpty else {
            return "Nothing could be judged\(place)." + (furthest { limit(of: $0) } ?? "")
        }
        let isOnly = contenders.count == 1
        let isShared = Set(contenders.map(\.budget)).count == 1
        let lead =
            isOnly
            ? "\(name(over[0])) goes over \(limit(of: over[0]))\(place)"
            : "No strategy stays within \(isShared ? limit(of: over[0]) : "its budget")\(place)"
        let words = isOnly ? need(of: over[0]).map { " and \($0)" } : nearest(of: over)
        return lead + (words ?? "") + "." + (furthest { _ in "it" } ?? "")
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
            let answer = Answer(
                scenario: scenario, scale: smaller, cells: scenario.cells(at: smaller))
            if let best = answer.best {
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
