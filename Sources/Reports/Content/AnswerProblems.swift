internal import Judging
internal import MemoryBudget
internal import RunStore

/// The first words of the answer: which strategies failed, are wrong, were not decided or not measured, and
/// at which scales; and that the budget doesn't stop the control.
struct AnswerProblems {
    let scenario: ScenarioView

    /// The most problems that are told apart; the table has the others.
    private static let shownMax = 4

    /// The sentence; nil if all went well.
    var text: String? {
        let all = groups.map(words) + [idleControls].compactMap(\.self)
        guard !all.isEmpty else { return nil }
        let shown = all.count > Self.shownMax ? Array(all.prefix(Self.shownMax - 1)) : all
        let rest = all.count - shown.count
        return (shown + (rest > 0 ? ["\(rest) more problems below"] : [])).joined(separator: "; ")
            + "."
    }

    // MARK: Kinds

    /// A way in which a cell says nothing of the budget; the first is the most severe.
    private enum Kind: Hashable {
        case wrong
        case ended(Outcome)
        case edge(Outcome)
        case uncheckable, notRun, unread, disagreeing, undecided
    }

    /// The strategies with the same problem at the same scales.
    private struct Group {
        var kind: Kind
        var scales: [ScaleRecord]
        var names: [String]
        /// The words of the first trial of it; nil where those of several strategies differ.
        var detail: String?
    }

    private var groups: [Group] {
        let found = scenario.variants.flatMap { problems(of: $0) + edges(of: $0) }
        var groups: [Group] = []
        for problem in found {
            let same = groups.firstIndex {
                $0.kind == problem.kind && $0.scales.map(\.units) == problem.scales.map(\.units)
            }
            guard let same else {
                groups.append(problem)
                continue
            }
            groups[same].names += problem.names
            if groups[same].detail != problem.detail { groups[same].detail = nil }
        }
        let kinds = Self.order
        return groups.enumerated().sorted { left, right in
            let ranks = [left, right].map { kinds.firstIndex(of: $0.element.kind) ?? kinds.count }
            return (ranks[0], left.offset) < (ranks[1], right.offset)
        }.map(\.element)
    }

    private static let order: [Kind] =
        [.wrong] + Outcome.failures.flatMap { [.ended($0), .edge($0)] }
        + [.uncheckable, .notRun, .unread, .disagreeing, .undecided]

    private func problems(of variant: Variant) -> [Group] {
        let found = variant.cells.compactMap { cell in kind(of: cell).map { ($0, cell) } }
        return found.map(\.0).uniqued().map { kind in
            let cells = found.filter { $0.0 == kind }.map(\.1)
            return Group(
                kind: kind, scales: cells.map(\.scale), names: [variant.name],
                detail: cells.first.flatMap { detail(kind, of: $0) })
        }
    }

    private func kind(of cell: CellRecord) -> Kind? {
        switch cell.verdict {
        case .within, .over: return nil
        case .wrong: return .wrong
        case .inconclusive: return cell.disagreement == nil ? .undecided : .disagreeing
        case .unmeasured:
            guard !cell.isOnlyUnjudged else { return nil }
            guard !cell.measured.isEmpty else { return .notRun }
            let trial = worst(of: cell)
            return trial?.evidence.kind == .check
                ? .uncheckable : trial.map { .ended($0.outcome) } ?? .unread
        }
    }

    /// The first of the trials that ended in the most severe way; nil if none failed.
    private func worst(of cell: CellRecord) -> Observation? {
        Outcome.failures.lazy
            .compactMap { outcome in cell.measured.first { $0.outcome == outcome } }.first
    }

    /// The program's last line, or the evidence of how its trial ended.
    private func detail(_ kind: Kind, of cell: CellRecord) -> String? {
        switch kind {
        case .wrong: cell.measured.first { $0.outcome == .wrongResult }?.evidence.detail
        case .ended: worst(of: cell).map { $0.lastErrorLine ?? $0.evidence.detail }
        case .uncheckable: worst(of: cell)?.evidence.detail
        case .disagreeing: cell.disagreement.map(ResultWords.sentence)
        case .edge, .notRun, .unread, .undecided: nil
        }
    }

    /// The runs beside break points that measured nothing.
    private func edges(of variant: Variant) -> [Group] {
        let own = scenario.strategies.first { $0.variant == variant.cells[0].variant }
        return (own?.failedEdges ?? []).map {
            Group(
                kind: .edge($0.outcome), scales: [$0.scale], names: [variant.name],
                detail: $0.detail)
        }
    }

    // MARK: Words

    private func words(_ group: Group) -> String {
        let verb = verb(of: group.kind, isPlural: group.names.count > 1)
        let cause = group.detail.map { " (\(TextWrap.cut($0, width: 100)))" } ?? ""
        let beside: String
        if case .edge = group.kind { beside = " beside its break point" } else { beside = "" }
        return Figures.list(group.names) + " " + verb + beside
            + Self.place(of: group.scales, in: scenario) + cause
    }

    private func verb(of kind: Kind, isPlural: Bool) -> String {
        switch kind {
        case .wrong: return isPlural ? "give wrong results" : "gives a wrong result"
        case .ended(.killedExternally) where isPlural: return "were killed from outside"
        case .ended(let outcome), .edge(let outcome): return outcome.sentence
        case .uncheckable: return "could not be checked"
        case .notRun: return isPlural ? "were not run" : "was not run"
        case .unread: return "could not be judged"
        case .disagreeing, .undecided: return isPlural ? "are undecided" : "is undecided"
        }
    }

    /// ` at 10k and 20k rows`, ` at every scale`; empty where nothing but one unnamed size was asked for.
    static func place(of scales: [ScaleRecord], in scenario: ScenarioView) -> String {
        let all = scenario.scales
        let units = Set(scales.map(\.units))
        if all.count == 1, scenario.unit.isEmpty, all[0].units == 1 { return "" }
        if all.count > 1, all.allSatisfy({ units.contains($0.units) }) { return " at every scale" }
        let labels = Figures.list(scales.map(\.label))
        return " at \(labels)" + (scenario.unit.isEmpty ? "" : " \(scenario.unit)")
    }

    // MARK: Controls

    /// `load-all, the control, stays within 32.0 MiB at 160k rows, so the budget is too large to stop it`; nil
    /// if every control went over at the largest scale.
    private var idleControls: String? {
        guard let scale = scenario.scales.last else { return nil }
        let cells = scenario.cells(at: scale)
        let idle = cells.filter {
            $0.role == .control && $0.verdict == .within && $0.budget != nil
        }
        guard let first = idle.first, let budget = first.budget else { return nil }
        let isOne = idle.count == 1
        let names = Figures.list(idle.map(scenario.name))
        return "\(names), the control\(isOne ? "" : "s"), \(isOne ? "stays" : "stay") within"
            + " \(budget.limit)\(Self.place(of: [scale], in: scenario)), so the budget is too large to"
            + " stop \(isOne ? "it" : "them")"
    }
}
