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
        return found + edgeFailures(strategy, cells: cells) + unreadable(strategy, cells: cells)
    }

    /// The results that the others should equal and that nobody can read: then nothing was compared. Of a
    /// candidate the result itself is wrong already.
    private func unreadable(_ strategy: StrategyRecord, cells: [CellRecord]) -> [Finding] {
        guard strategy.strategy == record.verification?.reference else { return [] }
        return cells.compactMap { cell in
            let trials = cell.unreadableResults
            guard let first = trials.first, cell.role != .candidate || cell.verdict != .wrong
            else { return nil }
            return Finding(
                Judgement(
                    .inconclusive,
                    .unreadableReference(
                        trials: trials.count, of: cell.trials.count { $0.kind == first.kind })),
                of: .outcome, on: cell.cell, at: cell.scale, in: scenario)
        }
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
            ).map { finding($1, of: $0, on: cell, rules: rules) }
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

    /// A judgement at the place of its rule: in the file, or the budget that is in force.
    private func finding(
        _ judgement: Judgement, of kind: GateRule.Kind, on cell: CellRecord, rules: [GateRule]
    ) -> Finding {
        kind == .peak
            ? Finding(judgement, ofBudget: kind, on: cell.cell, at: cell.scale, in: scenario)
            : Finding(
                judgement, of: kind, on: cell.cell, at: cell.scale, in: scenario,
                line: rules.first { $0.kind == kind }?.line)
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
                judgement, ofBudget: .control, on: cell.cell, at: cell.scale, in: scenario)
        ]
    }
}
