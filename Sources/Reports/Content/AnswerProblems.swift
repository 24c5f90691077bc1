internal import Judging
internal import MemoryBudget
internal import RunStore

/// The first words of the answer: the strategies that failed, were wrong, inconclusive or not
/// measured, with their scales; and controls that the budget doesn't stop.
struct AnswerProblems {
    let scenario: ScenarioView

    /// The maximum number of problems listed; the table has the others.
    private static let shownMax = 4

    /// The sentence; `nil` if nothing went wrong.
    var text: String? {
        let all = groups.map(words) + [idleControls].compactMap(\.self)
        guard !all.isEmpty else { return nil }
        let shown = all.count > Self.shownMax ? Array(all.prefix(Self.shownMax - 1)) : all
        let rest = all.count - shown.count
        return (shown + (rest > 0 ? ["\(rest) more problems below"] : [])).joined(separator: "; ")
            + "."
    }

    // MARK: Kinds

    /// A reason why a cell says nothing about the budget, from the most severe down.
    private enum Kind: Hashable {
        case wrong
        case ended(Outcome)
        case edge(Outcome)
        case uncheckable, uncheckableEdge, notRun, unread, disagreeing, undecided
    }

    /// The strategies with the same problem at the same scales.
    private struct Group {
        var kind: Kind
        var scales: [ScaleRecord]
        var names: [String]
        /// The evidence of the first trial; `nil` if it differs between the strategies.
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
        + [.uncheckable, .uncheckableEdge, .notRun, .unread, .disagreeing, .undecided]

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

    /// Returns the first trial with the most severe outcome; `nil` if none failed.
    private func worst(of cell: CellRecord) -> Observation? {
        Outcome.failures.lazy
            .compactMap { outcome in cell.measured.first { $0.outcome == outcome } }.first
    }

    /// Returns the last error line of the program, or the evidence of its end.
    private func detail(_ kind: Kind, of cell: CellRecord) -> String? {
        switch kind {
        case .wrong: cell.measured.first { $0.outcome == .wrongResult }.map(Self.mistake)
        case .ended: worst(of: cell).map { $0.lastErrorLine ?? $0.evidence.detail }
        case .uncheckable: worst(of: cell)?.evidence.detail
        case .disagreeing: cell.disagreement.map(ResultWords.sentence)
        case .edge, .uncheckableEdge, .notRun, .unread, .undecided: nil
        }
    }

    /// Returns the difference of a wrong result, without the digests, which the table has.
    private static func mistake(_ trial: Observation) -> String {
        guard case .wrongContent(_, _, _, let remark)? = trial.evidence.figures?.proof else {
            return trial.evidence.detail
        }
        return remark ?? "the number of rows is right, but their content differs"
    }

    /// Returns the failed runs that were to verify a break point.
    private func edges(of variant: Variant) -> [Group] {
        let own = scenario.strategies.first { $0.variant == variant.cells[0].variant }
        return (own?.failedEdges ?? []).map {
            Group(
                kind: $0.isCheckFailure == true ? .uncheckableEdge : .edge($0.outcome),
                scales: [$0.scale], names: [variant.name],
                detail: $0.detail)
        }
    }

    // MARK: Words

    private func words(_ group: Group) -> String {
        let verb = verb(of: group.kind, isPlural: group.names.count > 1)
        // Of several scales, the detail is that of the first.
        let place =
            group.kind == .wrong && group.scales.count > 1
            ? "at \(group.scales[0].label): " : ""
        let cause = group.detail.map { " (\(place)\(TextWrap.cut($0, width: 100)))" } ?? ""
        return Figures.list(group.names) + " " + verb + beside(group.kind)
            + Self.place(of: group.scales, in: scenario, isNegated: isNegated(group.kind)) + cause
    }

    private func beside(_ kind: Kind) -> String {
        switch kind {
        case .edge, .uncheckableEdge: " near its break point"
        default: ""
        }
    }

    private func isNegated(_ kind: Kind) -> Bool {
        [.uncheckable, .notRun, .unread, .ended(.unmeasured)].contains(kind)
    }

    private func verb(of kind: Kind, isPlural: Bool) -> String {
        switch kind {
        case .wrong: return isPlural ? "give wrong results" : "gives a wrong result"
        case .ended(.killedExternally) where isPlural: return "were killed from outside"
        case .ended(let outcome), .edge(let outcome): return outcome.sentence
        case .uncheckable, .uncheckableEdge: return "could not be checked"
        case .notRun: return isPlural ? "were not run" : "was not run"
        case .unread: return "could not be judged"
        case .disagreeing, .undecided: return isPlural ? "are inconclusive" : "is inconclusive"
        }
    }

    /// Returns ` at 10k and 20k rows`, ` at every scale`, or ` at any scale` in a negated sentence;
    /// empty for one scale of 1 without a unit.
    static func place(
        of scales: [ScaleRecord], in scenario: ScenarioView, isNegated: Bool = false
    ) -> String {
        let all = scenario.scales
        let units = Set(scales.map(\.units))
        if all.count == 1, scenario.unit.isEmpty, all[0].units == 1 { return "" }
        if all.count > 1, all.allSatisfy({ units.contains($0.units) }) {
            return isNegated ? " at any scale" : " at every scale"
        }
        let labels = Figures.list(scales.map(\.label))
        let unit = units == [1] ? singular(of: scenario.unit) : scenario.unit
        return " at \(labels)" + (unit.isEmpty ? "" : " \(unit)")
    }

    // MARK: Controls

    /// `load-all, the control, stays within 32.0 MiB at 160k rows, so the budget is too large to
    /// stop it`; `nil` if every control went over at the largest scale.
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
