internal import MemoryBudget
internal import RunStore

/// The judge of all rules of one scenario.
struct ScenarioJudge {
    let scenario: Scenario
    let record: ScenarioRecord
    let noise: GrowthNoise
    /// The relative standard deviation of durations on the machine.
    let wallShare: Double
    let earlier: EarlierPeaks
    let isRatchet: Bool

    /// The findings of each strategy in order: at its scales, then over all of them.
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

    /// The finding that no control was run to show that the budget has an effect; it never fails
    /// the gate.
    private var unproven: [Finding] {
        guard let names = record.controlsNotRun, !names.isEmpty else { return [] }
        return [
            Finding(
                scenario: scenario.name, rule: .control, result: .unproven,
                reason: .controlNotRun(strategies: names), line: scenario.lines.name)
        ]
    }

    /// The findings for strategies that can't run here.
    private var unavailable: [Finding] {
        record.unavailable.map { absent in
            Finding(
                scenario: scenario.name, variant: absent.strategy, rule: .outcome,
                result: .unavailable, reason: .unavailable(cause: absent.reason),
                line: scenario.line(of: absent.strategy))
        }
    }

    /// The finding that there is nothing to compare with, reported once per scenario.
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

    /// Returns findings for unreadable results of a reference, with which nothing could be
    /// compared. For a candidate, the result itself is already wrong.
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

    /// Returns findings for failed trials at the edges of a break point, without which the run is
    /// incomplete.
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

    /// Creates a finding at the location of its rule: in the file, or at the budget in force.
    private func finding(
        _ judgement: Judgement, of kind: GateRule.Kind, on cell: CellRecord, rules: [GateRule]
    ) -> Finding {
        kind == .peak
            ? Finding(judgement, ofBudget: kind, on: cell.cell, at: cell.scale, in: scenario)
            : Finding(
                judgement, of: kind, on: cell.cell, at: cell.scale, in: scenario,
                line: rules.first { $0.kind == kind }?.line)
    }

    /// Returns findings for cells without a budget, which must not look like kept budgets.
    private func withoutBudget(_ cells: [CellRecord]) -> [Finding] {
        guard let cell = cells.first(where: { $0.budget == nil }) else { return [] }
        return [Finding(Judgement(.missing, .noBudget), of: .peak, on: cell.cell, in: scenario)]
    }

    // MARK: Controls and references

    /// Returns findings for failed trials of strategies that aren't judged, without which the run
    /// is incomplete.
    private func failures(of strategy: StrategyRecord, _ cells: [CellRecord]) -> [Finding] {
        cells.compactMap { cell in
            let outcome = CellJudge(cell: cell, strategy: strategy, record: record).outcome
            guard ![.kept, .unchecked, .wrong].contains(outcome.result) else { return nil }
            return Finding(outcome, of: .outcome, on: cell.cell, at: cell.scale, in: scenario)
        }
    }

    /// Returns findings for a control; one that stays within the budget at the largest scale proves
    /// nothing.
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
