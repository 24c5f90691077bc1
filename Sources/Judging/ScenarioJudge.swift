internal import MemoryBudget
internal import RunStore

/// Judges everything of one scenario.
struct ScenarioJudge {
    let scenario: Scenario
    let record: ScenarioRecord
    let noise: GrowthNoise
    let earlier: EarlierPeaks
    let isRatchet: Bool

    /// Of each strategy in order: at its scales, then over them.
    var findings: [GateFinding] {
        let make = Findings(scenario)
        let variants = record.strategies.flatMap { strategy in
            findings(of: strategy, record.cells.filter { $0.variant == strategy.variant })
        }
        let isJudged = record.cells.contains { $0.role == .candidate }
        let nothing =
            isJudged || !record.unavailable.isEmpty
            ? [] : [make.missing("no candidate was measured, so nothing was judged")]
        return record.unavailable.map(make.unavailable) + uncompared + variants + nothing
    }

    /// Without anything to compare with, that is said once.
    private var uncompared: [GateFinding] {
        guard let reason = earlier.absence else { return [] }
        return [
            GateFinding(
                scenario: scenario.name, rule: .baseline, result: earlier.absentResult,
                sentence: reason, line: scenario.lines.name)
        ]
    }

    private func findings(of strategy: StrategyRecord, _ cells: [CellRecord]) -> [GateFinding] {
        switch strategy.role {
        case .candidate: candidate(strategy, cells)
        case .control: failures(cells) + control(cells)
        case .reference: failures(cells)
        }
    }

    // MARK: Candidates

    private func candidate(
        _ strategy: StrategyRecord, _ cells: [CellRecord]
    ) -> [GateFinding] {
        let make = Findings(scenario)
        let rules = scenario.gateRules(of: strategy.strategy)
        let perCell = cells.flatMap { cell in
            CellJudge(cell: cell, record: record).judgements(
                rules, earlier: earlier, noise: noise, isRatchet: isRatchet
            ).map { kind, judgement in
                make.finding(
                    cell.cell, at: cell.scale, kind, judgement, line: line(of: kind, cell, rules))
            }
        }
        let overall = rules.compactMap { rule in
            StrategyJudge(strategy: strategy, cells: cells, record: record).judgement(rule).map {
                make.finding(cells[0].cell, at: $0.scale, rule.kind, $0.judgement, line: rule.line)
            }
        }
        return perCell + withoutBudget(cells) + overall
    }

    /// Where the rule stands: a rule of the file, or the budget that is in force.
    private func line(
        of kind: GateRule.Kind, _ cell: CellRecord, _ rules: [GateRule]
    ) -> Int? {
        kind == .peak
            ? scenario.budgetLine(of: cell.strategy) : rules.first { $0.kind == kind }?.line
    }

    /// Without a budget nothing was promised, which must not look like a promise kept.
    private func withoutBudget(_ cells: [CellRecord]) -> [GateFinding] {
        guard let cell = cells.first(where: { $0.budget == nil }) else { return [] }
        let judgement = Judgement(
            .missing, "it has no budget to be judged by; give 'budget' in the scenario or --budget")
        return [Findings(scenario).finding(cell.cell, .peak, judgement, line: nil)]
    }

    // MARK: Controls and references

    /// What was not measured of strategies that aren't judged: the run is incomplete all the same.
    private func failures(_ cells: [CellRecord]) -> [GateFinding] {
        cells.compactMap { cell in
            let outcome = CellJudge(cell: cell, record: record).outcome
            guard ![.kept, .wrong].contains(outcome.result) else { return nil }
            return Findings(scenario).finding(
                cell.cell, at: cell.scale, .outcome, outcome, line: nil)
        }
    }

    /// A control that stays within the budget at the largest scale proves nothing.
    private func control(_ cells: [CellRecord]) -> [GateFinding] {
        guard let cell = cells.max(by: { $0.scale.units < $1.scale.units }) else { return [] }
        let judgement: Judgement
        switch cell.verdict {
        case .over:
            judgement = Judgement(.kept, "goes over, as a control must: the budget bites")
        case .within:
            judgement = Judgement(
                .inconclusive,
                "a control stays within the budget at the largest scale: the budget doesn't bite")
        case .wrong, .inconclusive, .unmeasured:
            judgement = Judgement(
                .inconclusive,
                "a control must go over the budget at the largest scale, and is"
                    + " \(cell.verdict.rawValue)")
        }
        return [
            Findings(scenario).finding(
                cell.cell, at: cell.scale, .control, judgement,
                line: scenario.budgetLine(of: cell.strategy))
        ]
    }
}
