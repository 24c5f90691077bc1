internal import MemoryBudget
package import RunStore

extension RunRecord {
    /// The findings from the verdicts of a run's cells, for a run that was only measured.
    ///
    /// A run that did not complete has a finding about that, because missing cells look like kept
    /// rules.
    package var verdictFindings: [Finding] {
        let heads = scenarios.filter { $0.build == .head }
        let unfinished = heads.map {
            Finding(scenario: $0.name, rule: .outcome, result: .missing, reason: .unfinished)
        }
        return (finishedAt == nil ? unfinished : [])
            + scenarios.flatMap { VerdictJudge(record: $0).findings }
    }
}

/// The judge of a scenario by the verdicts of its cells alone, without rules.
private struct VerdictJudge {
    let record: ScenarioRecord

    /// The findings: one per judged cell, and one per strategy that can't run.
    var findings: [Finding] {
        record.cells.compactMap(finding)
            + record.unavailable.map { absent in
                Finding(
                    scenario: record.name, variant: absent.strategy, rule: .outcome,
                    result: .unavailable, reason: .unavailable(cause: absent.reason))
            }
    }

    private func finding(_ cell: CellRecord) -> Finding? {
        guard let (rule, result) = judgement(of: cell) else { return nil }
        let reading = cell.reading
        let isOutcome = rule == .outcome
        return Finding(
            scenario: record.name, variant: cell.variant, scale: cell.scale.label, rule: rule,
            result: result, reason: reason(of: cell, isOutcome: isOutcome),
            measured: isOutcome ? nil : reading.need(of: record.metric) ?? reading.atLeast,
            limit: isOutcome ? nil : cell.budget.map { Double($0.limit.bytes) })
    }

    private func reason(of cell: CellRecord, isOutcome: Bool) -> FindingReason {
        if isOutcome, cell.verdict == .inconclusive, let disagreement = cell.disagreement {
            return .resultsDisagree(groups: disagreement.groups)
        }
        return .verdict(verdict: cell.verdict)
    }

    /// Returns the judgment of a cell; `nil` for a reference, which is never judged, and for a cell
    /// without a budget.
    private func judgement(of cell: CellRecord) -> (GateRule.Kind, GateFinding.Result)? {
        let isControl = cell.role == .control
        switch cell.verdict {
        case .wrong: return cell.role == .reference ? nil : (.outcome, .wrong)
        case .unmeasured: return cell.isOnlyUnjudged ? nil : (.outcome, failure(of: cell))
        case _ where cell.role == .reference: return nil
        case .within:
            return isControl ? (.control, isLargest(cell) ? .inconclusive : .kept) : (.peak, .kept)
        case .over: return isControl ? (.control, .kept) : (.peak, .over)
        case .inconclusive where cell.disagreement != nil: return (.outcome, .inconclusive)
        case .inconclusive: return (isControl ? .control : .peak, .inconclusive)
        }
    }

    private func isLargest(_ cell: CellRecord) -> Bool {
        cell.scale.units == record.cells.map(\.scale.units).max()
    }

    /// Returns the reason why a cell could not be measured.
    private func failure(of cell: CellRecord) -> GateFinding.Result {
        for outcome in Outcome.failures {
            if let trial = cell.measured.first(where: { $0.outcome == outcome }) {
                return trial.result
            }
        }
        return .inconclusive
    }
}
