internal import MemoryBudget
internal import RunStore

/// Judges everything of one scenario.
struct ScenarioJudge {
    let scenario: Scenario
    let record: ScenarioRecord
    let noise: GrowthNoise
    /// The standard deviation of a duration on the machine, as a share.
    let wallShare: Double
    let earlier: EarlierPeaks
    let isRatchet: Bool

    /// Of each strategy in order: at its scales, then over them.
    var findings: [Finding] {
        let cells = Dictionary(grouping: record.cells, by: \.variant)
        let variants = record.strategies.flatMap { strategy in
            findings(of: strategy, cells: cells[strategy.variant] ?? [])
        }
        let isJudged = record.cells.contains { $0.role == .candidate }
        let nothing =
            isJudged || !record.unavailable.isEmpty
            ? [] : [Finding(missing: .noCandidate, in: scenario)]
        return unavailable + uncompared + unproven + variants + nothing
    }

    /// Without a control nothing shows that the budget bites, which is said and fails nothing.
    private var unproven: [Finding] {
        guard let names = record.controlsNotRun, !names.isEmpty else { return [] }
        return [
            Finding(
                scenario: scenario.name, rule: .control, result: .unproven,
                reason: .controlNotRun(strategies: names), line: scenario.lines.name)
        ]
    }

    /// The strategies that can't run here.
    private var unavailable: [Finding] {
        record.unavailable.map { absent in
            Finding(
                scenario: scenario.name, variant: absent.strategy, rule: .outcome,
                result: .unavailable, reason: .unavailable(cause: absent.reason),
                line: scenario.line(of: absent.strategy))
        }
    }

    /// Without anything to compare with, that is said once.
    private var uncompared: [Finding] {
        guard let reason = earlier.absence else { return [] }
        return [
            Finding(
                scenario: scenario.name, rule: .baseline, result: earlier.absentResult,
                reason: reason, line: scenario.lines.name)
        ]
    }

    private func findings(of strategy: StrategyRecord, cells: [CellRecord]) -> [Finding] {
        let found =
            switch strategy.role {
            case .candidate: candidate(strategy, cells: cells)
            case .control: failures(of: strategy, cells) + control(cells)
            case .reference: failures(of: strategy, cells)
            }
        return found + edgeFailures(strategy, cells: cells)
    }

    /// The runs beside a break point that failed: the run is incomplete without them.
    private func edgeFailures(_ strategy: StrategyRecord, cells: [CellRecord]) -> [Finding] {
        (strategy.failedEdges ?? []).compactMap { edge in
            cells.first.map { cell in
                Finding(
                    Judgement(edge.result, .failed(outcome: edge.outcome, trials: 1, of: 1)),
                    of: .outcome, on: cell.cell, at: edge.scale, in: scenario)
            }
        }
    }

    // MARK: Candidates

    private func candidate(
        _ strategy: StrategyRecord, cells: [CellRecord]
    ) -> [Finding] {
        let rules = scenario.gateRules(of: strategy.strategy)
        let perCell = cells.flatMap { cell in
            CellJudge(cell: cell, strategy: strategy, record: record).judgements(
                rules, earlier: earlier, noise: noise, isRatchet: isRatchet
            ).map { kind, judgement in
                Finding(
                    judgement, of: kind, on: cell.cell, at: cell.scale, in: scenario,
                    line: line(of: kind, cell: cell, rules: rules))
            }
        }
        let overall = rules.compactMap { rule in
            StrategyJudge(
                strategy: strategy, cells: cells, record: record, noise: noise, wallShare: wallShare
            ).judgement(rule).map {
                Finding(
                    $0.judgement, of: rule.kind, on: cells[0].cell, at: $0.scale, in: scenario,
                    line: rule.line)
            }
        }
        return perCell + withoutBudget(cells) + overall
    }

    /// Where the rule stands: a rule of the file, or the budget that is in force.
    private func line(
        of kind: GateRule.Kind, cell: CellRecord, rules: [GateRule]
    ) -> Int? {
        kind == .peak
            ? scenario.budgetLine(of: cell.strategy) : rules.first { $0.kind == kind }?.line
    }

    /// Without a budget nothing was promised, which must not look like a promise kept.
    private func withoutBudget(_ cells: [CellRecord]) -> [Finding] {
        guard let cell = cells.first(where: { $0.budget == nil }) else { return [] }
        return [Finding(Judgement(.missing, .noBudget), of: .peak, on: cell.cell, in: scenario)]
    }

    // MARK: Controls and references

    /// The failures of strategies that aren't judged: the run is incomplete without them too.
    private func failures(of strategy: StrategyRecord, _ cells: [CellRecord]) -> [Finding] {
        cells.compactMap { cell in
            let outcome = CellJudge(cell: cell, strategy: strategy, record: record).outcome
            guard ![.kept, .unchecked, .wrong].contains(outcome.result) else { return nil }
            return Finding(outcome, of: .outcome, on: cell.cell, at: cell.scale, in: scenario)
        }
    }

    /// A control that stays within the budget at the largest scale proves nothing.
    private func control(_ cells: [CellRecord]) -> [Finding] {
        guard let cell = cells.max(by: { $0.scale.units < $1.scale.units }) else { return [] }
        let judgement = Judgement(
            cell.verdict == .over ? .kept : .inconclusive, .control(verdict: cell.verdict))
        return [
            Finding(
                judgement, of: .control, on: cell.cell, at: cell.scale, in: scenario,
                line: scenario.budgetLine(of: cell.strategy))
        ]
    }
}
