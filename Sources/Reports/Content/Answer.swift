internal import MemoryBudget
internal import RunStore

/// The answer first: which strategy is the smallest within the budget, how it grows, and what
/// became of the others.
struct Answer {
    let scenario: ScenarioView
    private let scale: ScaleRecord
    private let cells: [CellRecord]

    /// The answer of a scenario, at its largest scale.
    static func text(_ scenario: ScenarioView) -> String {
        guard let scale = scenario.scales.last else {
            return scenario.unavailable.isEmpty
                ? "Nothing was run." : "Nothing was run: this machine can't."
        }
        let answer = Answer(scenario: scenario, scale: scale, cells: scenario.cells(at: scale))
        let isJudged = answer.contenders.contains { $0.budget != nil }
        let first = isJudged ? answer.judged : answer.unbudgeted
        return [first, answer.growth, answer.others, WorthSentence.text(of: scenario)]
            .compactMap(\.self)
            .joined(separator: " ")
    }

    /// The cells the question is about: the candidates, or what there is if there are none.
    var contenders: [CellRecord] {
        for role in [Scenario.Role.candidate, .reference, .control] {
            let chosen = cells.filter { $0.role == role }
            if !chosen.isEmpty { return chosen }
        }
        return []
    }

    private var place: String { "at \(scenario.label(of: scale))" }

    func name(_ cell: CellRecord) -> String { scenario.name(of: cell) }

    // MARK: With a budget

    var best: CellRecord? {
        contenders.filter { $0.verdict == .within && $0.reading.peak != nil }
            .min { ($0.reading.peak ?? 0) < ($1.reading.peak ?? 0) }
    }

    /// `32.0 MiB` where all contenders have that budget, or else `its budget of 32.0 MiB`.
    private func limit(of cell: CellRecord) -> String {
        guard let limit = cell.budget?.limit.bytes else { return "its budget" }
        let isShared = contenders.allSatisfy { $0.budget?.limit.bytes == limit }
        return isShared ? "\(ByteCount(limit))" : "its budget of \(ByteCount(limit))"
    }

    private var judged: String {
        guard let best, let peak = best.reading.peak else { return noneWithin }
        guard scenario.metric.showsNeed else { return contained }
        let isSteady = unsteady(best) == nil
        let claim =
            contenders.count > 1
            ? "is the smallest within" : isSteady ? "stays within" : "is within"
        let speed = best.reading.speed.map { ", \(Figures.rate($0, scenario.unit))" } ?? ""
        let comparison = comparedWithControl(best)
        let elsewhere = unsteady(best).map { ", but \($0)" } ?? ""
        return "\(name(best)) \(claim) \(limit(of: best)): \(Figures.bytes(peak)) \(place)"
            + "\(ResultChecks.remark(best))\(elsewhere)\(comparison.faster ?? speed)"
            + "\(comparison.control ?? "")."
    }

    /// The strategies that a container of that size is enough for; their charges are not compared.
    private var contained: String {
        let within = contenders.filter { $0.verdict == .within }
        let limits = within.map(limit).uniqued()
        let size = limits.count == 1 ? limits[0] : "its own budget"
        let names = within.map { name($0) + ResultChecks.remark($0) }
        return "A container of \(size) is enough for \(Figures.list(names)) \(place)."
    }

    /// `undecided at 20k rows`: the first other scale at which it isn't known to be within; nil if it is
    /// at every one.
    private func unsteady(_ cell: CellRecord) -> String? {
        let others = scenario.cells.filter { $0.variant == cell.variant && $0.verdict != .within }
        guard let other = others.first(where: { !$0.isOnlyUnjudged }) else { return nil }
        let place = "at \(scenario.label(of: other.scale))"
        switch other.verdict {
        case .over: return "over \(place)"
        case .wrong: return "wrong \(place)"
        case .within, .inconclusive: return "undecided \(place)"
        case .unmeasured: return "unmeasured \(place)"
        }
    }

    /// ` and 2.1× as fast as load-all` and `, which needs 180.4 MiB`; where that may not be claimed, only
    /// `; load-all needs 180.4 MiB (94.1 k rows/s)`.
    private func comparedWithControl(_ cell: CellRecord) -> (faster: String?, control: String?) {
        guard cell.role != .control, let control = scenario.control(for: cell) else {
            return (nil, nil)
        }
        let need = controlNeed(control, isShared: control.budget == cell.budget)
        let words = ControlRatio(cell, in: scenario)?.speed.map(SpeedWords.init)
        guard let faster = words?.claim(against: name(control)) else {
            // Both figures, and no word on which is higher.
            let rate = words == nil ? nil : control.reading.speed
            let figure = rate.map { " (\(Figures.rate($0, scenario.unit)))" } ?? ""
            return (nil, need.map { "; \(name(control)) \($0)\(figure)" })
        }
        return (" and \(faster)", need.map { ", which \($0)" })
    }

    private func controlNeed(_ control: CellRecord, isShared: Bool) -> String? {
        guard control.verdict != .within else {
            return isShared
                ? "stays within it too: this budget does not bite"
                : "stays within its own budget, which does not bite"
        }
        return need(of: control)
            ?? (control.verdict == .over ? "goes over \(isShared ? "it" : "its own")" : nil)
    }

    /// `needs 180.4 MiB`; what was extrapolated is said to be.
    private func need(of cell: CellRecord) -> String? {
        if let bytes = cell.reading.need(of: scenario.metric) {
            return "needs \(Figures.bytes(bytes))"
        }
        return cell.needEstimate.map {
            "needs about \(ByteCount($0.bytes)), extrapolated from smaller scales"
        }
    }

    private var noneWithin: String {
        guard contenders.contains(where: { $0.verdict == .over }) else {
            return "Nothing could be judged \(place)."
        }
        let over = contenders.filter { $0.verdict == .over }
        let isOnly = contenders.count == 1
        let isShared = Set(contenders.map(\.budget)).count == 1
        let lead =
            isOnly
            ? "\(name(over[0])) goes over \(limit(of: over[0])) \(place)"
            : "Nothing stays within \(isShared ? limit(of: over[0]) : "its budget") \(place)"
        let excesses = over.compactMap { cell in
            cell.reading.need(of: scenario.metric).map {
                (cell, Double($0) - (cell.budget.map { Double($0.limit.bytes) } ?? 0))
            }
        }
        // Among those of which it is known only, it would not be the nearest.
        let nearest =
            excesses.count == over.count ? excesses.min { $0.1 < $1.1 }?.0 : nil
        let words =
            isOnly
            ? need(of: over[0]).map { " and \($0)" }
            : nearest.map {
                "; \(name($0)) comes nearest and \(need(of: $0) ?? "goes over")"
                    + ResultChecks.remark($0)
            }
        return lead + (words ?? "") + "." + (furthest ?? "")
    }

    /// The largest scale at which a candidate still is within.
    private var furthest: String? {
        for smaller in scenario.scales.dropLast().reversed() {
            let answer = Answer(
                scenario: scenario, scale: smaller, cells: scenario.cells(at: smaller))
            if let best = answer.best {
                return " \(name(best)) stays within it up to \(scenario.label(of: smaller))"
                    + "\(ResultChecks.remark(best))."
            }
        }
        return nil
    }

    /// The other candidates that did not stay within the budget.
    private var others: String? {
        let isWithin = best != nil
        let groups: [(Verdict, String, String)] = [
            (.wrong, "gives a wrong result", "give wrong results"),
            (.over, "goes over", "go over"),
            (.unmeasured, "could not be judged", "could not be judged"),
            (.inconclusive, "is undecided", "are undecided"),
        ]
        let parts = groups.compactMap { verdict, one, several -> String? in
            let names = contenders.filter { $0.verdict == verdict && !$0.isOnlyUnjudged }.map(name)
            guard !names.isEmpty, verdict != .over || isWithin else { return nil }
            return "\(Figures.list(names)) \(names.count == 1 ? one : several)"
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
    }

    // MARK: Without a budget

    private var unbudgeted: String {
        let sized = cells.filter { $0.verdict != .wrong }
            .compactMap { cell in cell.reading.peak.map { (cell, $0) } }.sorted { $0.1 < $1.1 }
        guard let (smallest, least) = sized.first, let (largest, most) = sized.last else {
            return "Nothing could be measured \(place)."
        }
        guard sized.count > 1 else {
            return "\(name(smallest)) takes \(Figures.bytes(least)) \(place)"
                + "\(ResultChecks.remark(smallest)); there is no budget."
        }
        let speed = SpeedRatio(of: smallest, to: largest, noise: scenario.noise)
            .flatMap { SpeedWords($0).share }.map { " " + $0 }
        return "No budget, only measured: \(name(smallest)) is the smallest \(place),"
            + " \(Figures.bytes(least))\(ResultChecks.remark(smallest)), \(Figures.ratio(least / most)) of \(name(largest))"
            + " (\(Figures.bytes(most)))\(speed ?? "")."
    }

    // MARK: Growth

    /// `It does not grow; load-all grows with n (1.2 KiB per row) and breaks at about 11.8k rows.`
    ///
    /// Of the strategy that the answer is about, and of the control; nil if neither is decided.
    private var growth: String? {
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

    /// Whether it holds more at the largest scale than at the smallest, by 5 % and by more than two runs
    /// differ: then nothing is said of a constant, whatever was fitted.
    private func isRaised(_ cell: CellRecord) -> Bool {
        let peaks = scenario.cells(of: cell.variant).sorted { $0.scale.units < $1.scale.units }
            .compactMap(\.reading.peak)
        guard let first = peaks.first, let last = peaks.last else { return false }
        let noise = scenario.noise?.growthNoise ?? .typical
        return last - first > max(0.05 * first, noise.differenceBytes(of: first))
    }

    /// `grows with n (1.2 KiB per row) and breaks at about 11.8k rows`.
    private func clause(_ cell: CellRecord) -> String? {
        let strategy = scenario.strategies.first { $0.variant == cell.variant }
        guard let growth = strategy?.growth, growth.metric == scenario.metric else { return nil }
        let words = GrowthWords(growth: growth, unit: scenario.unit)
        if words.isConstant, isRaised(cell) { return nil }
        let parts = [words.clause, words.breaking].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }
}
