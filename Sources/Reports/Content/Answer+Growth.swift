internal import MemoryBudget
internal import RunStore

extension Answer {
    /// `It does not grow; load-all grows with n (1.2 KiB a row) and breaks at about 11.8k rows.`
    ///
    /// Of the strategy that the answer is about, and of the control; nil if neither is decided.
    var growth: String? {
        let subject = best ?? (contenders.count == 1 ? contenders.first : nil)
        let control = subject.flatMap { scenario.control(for: $0) } ?? onlyControl
        let own = subject.flatMap(clause).map { "It \($0)" }
        let other = control.flatMap { control -> String? in
            guard control != subject, let clause = clause(control) else { return nil }
            return "\(name(control)) \(clause)"
        }
        let parts = [own, other].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
    }

    /// Whom nothing is compared with.
    private var onlyControl: CellRecord? {
        scenario.cells.last { $0.role == .control }
    }

    /// `grows with n (1.2 KiB a row) and breaks at about 11.8k rows`.
    private func clause(_ cell: CellRecord) -> String? {
        let strategy = scenario.strategies.first { $0.variant == cell.variant }
        guard let growth = strategy?.growth, growth.metric == scenario.metric else { return nil }
        let words = GrowthWords(growth: growth, unit: scenario.unit)
        guard let clause = words.clause else { return nil }
        return [clause, words.breaking].compactMap(\.self).joined(separator: " and ")
    }
}
