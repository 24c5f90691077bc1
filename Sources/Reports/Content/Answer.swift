internal import MemoryBudget
internal import RunStore

/// The answer that stands above a table: what failed, the fastest and the smallest strategy within
/// the budget, what the others need, and how their memory grows.
struct Answer {
    let scenario: ScenarioView
    let scale: ScaleRecord
    let cells: [CellRecord]

    init(_ scenario: ScenarioView, at scale: ScaleRecord) {
        self.scenario = scenario
        self.scale = scale
        cells = scenario.cells(at: scale)
    }

    /// Returns the answer of a scenario in one paragraph.
    static func text(_ scenario: ScenarioView) -> String {
        parts(scenario).map(\.text).joined(separator: " ")
    }

    /// Returns the answer in at most two parts: what failed, and the result at the largest scale.
    static func parts(_ scenario: ScenarioView) -> [Table.Text] {
        let problems = AnswerProblems(scenario: scenario).text
        return (problems.map { [Table.Text($0, .bad)] } ?? []) + [Table.Text(best(of: scenario))]
    }

    /// Returns whether no strategy of a scenario stays within its budget at the largest scale.
    static func isOver(_ scenario: ScenarioView) -> Bool {
        guard let scale = scenario.scales.last else { return false }
        let contenders = Answer(scenario, at: scale).contenders
        return contenders.contains { $0.verdict == .over }
            && !contenders.contains { $0.verdict == .within }
    }

    private static func best(of scenario: ScenarioView) -> String {
        guard let scale = scenario.scales.last else {
            return scenario.unavailable.isEmpty
                ? "Nothing was run." : "Nothing was run: no strategy can run on this machine."
        }
        let answer = Answer(scenario, at: scale)
        let isJudged = answer.contenders.contains { $0.budget != nil }
        let first = isJudged ? answer.judged : answer.unbudgeted
        return [
            first, answer.others, answer.growth, WorthSentence.text(of: scenario),
        ]
        .compactMap(\.self).joined(separator: " ")
    }

    /// The cells to judge: the candidates, or else the references, or else the controls.
    var contenders: [CellRecord] {
        for role in [Scenario.Role.candidate, .reference, .control] {
            let chosen = cells.filter { $0.role == role }
            if !chosen.isEmpty { return chosen }
        }
        return []
    }

    /// ` at 160k rows`; empty for a single scale of 1 without a unit.
    var place: String { AnswerProblems.place(of: [scale], in: scenario) }

    func name(_ cell: CellRecord) -> String { scenario.name(of: cell) }

    /// Returns `32.0 MiB` if all contenders share that budget, or else `its budget of 32.0 MiB`.
    func limit(of cell: CellRecord) -> String {
        guard let limit = cell.budget?.limit.bytes else { return "its budget" }
        let isShared = contenders.allSatisfy { $0.budget?.limit.bytes == limit }
        return isShared ? "\(ByteCount(limit))" : "its budget of \(ByteCount(limit))"
    }

    /// Returns `needs 180.4 MiB`, or an estimate that is marked as extrapolated; `nil` if unknown.
    func need(of cell: CellRecord) -> String? {
        if let bytes = cell.reading.need(of: scenario.metric) {
            return "needs \(Figures.bytes(bytes))"
        }
        return cell.needEstimate.map {
            "needs about \(ByteCount($0.bytes)), extrapolated from smaller scales"
        }
    }

    private var judged: String {
        guard let best else { return noneWithin }
        return scenario.metric.showsNeed ? praise(of: best) : contained
    }

    // MARK: Growth

    /// `streamed does not grow; load-all grows with n (1.2 KiB per row) and breaks at about 11.8k
    /// rows.`
    ///
    /// Covers the strategy that the answer names and its control; `nil` if nothing is known of
    /// either.
    private var growth: String? {
        let subject = best ?? (contenders.count == 1 ? contenders.first : nil)
        let control = subject.flatMap { scenario.control(for: $0) } ?? onlyControl
        let parts = [subject, control == subject ? nil : control].compactMap { cell in
            cell.flatMap { cell in clause(cell).map { "\(name(cell)) \($0)" } }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
    }

    /// The last control, for answers without a cell to compare it with.
    private var onlyControl: CellRecord? {
        scenario.cells.last { $0.role == .control }
    }

    /// Returns whether the peak rises from the smallest scale to the largest by more than 5 % and
    /// more than noise. A constant fit is then not reported.
    private func isRaised(_ cell: CellRecord) -> Bool {
        let peaks = scenario.cells(of: cell.variant).sorted { $0.scale.units < $1.scale.units }
            .compactMap(\.reading.peak)
        guard let first = peaks.first, let last = peaks.last else { return false }
        return last - first > max(0.05 * first, noise.differenceBytes(of: first))
    }

    /// Returns `grows with n (1.2 KiB per row) and breaks at about 11.8k rows`.
    private func clause(_ cell: CellRecord) -> String? {
        let strategy = scenario.strategies.first { $0.variant == cell.variant }
        guard let growth = strategy?.growth, growth.metric == scenario.metric else { return nil }
        let words = GrowthWords(growth: growth, unit: scenario.unit)
        if words.isConstant, isRaised(cell) { return nil }
        let parts = [words.clause, words.breaking].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }
}
