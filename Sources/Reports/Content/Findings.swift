internal import MemoryBudget
internal import RunStore

extension RunRecord {
    /// What the gate found; of a run that only measured, what the verdicts of its cells say.
    ///
    /// Of one that did not come to its end also that: what is missing looks like what is kept.
    var findings: [GateFinding] {
        if let gate { return gate.findings }
        let cut = finishedAt == nil ? headScenarios.map(\.cutShort) : []
        return cut + scenarios.flatMap(\.findings)
    }

    /// Without what another build did of them, which is compared with and not judged.
    var headScenarios: [ScenarioRecord] {
        scenarios.filter { !$0.name.hasSuffix(Build.base.name(of: "")) }
    }

    /// The findings that call for an action, the gravest first; in their order otherwise.
    var troubles: [GateFinding] {
        let troubles = findings.filter { $0.result.gravity > .none }
        return GateFinding.Gravity.allCases.reversed().flatMap { gravity in
            troubles.filter { $0.result.gravity == gravity }
        }
    }

    /// The scenario that a finding is about.
    func scenario(of finding: GateFinding) -> ScenarioRecord? {
        scenarios.first { $0.name == finding.scenario }
    }
}

extension ScenarioRecord {
    /// That the run stopped on the way.
    fileprivate var cutShort: GateFinding {
        GateFinding(
            scenario: name, rule: .outcome, result: .missing,
            sentence: "the run ended before every trial was run")
    }

    /// What the verdicts say: a finding a cell that is judged, and one a strategy that can't run.
    var findings: [GateFinding] {
        cells.compactMap(finding)
            + unavailable.map { absent in
                GateFinding(
                    scenario: name, variant: absent.strategy, rule: .outcome, result: .unavailable,
                    sentence: "can't run here: \(absent.reason)")
            }
    }

    private func finding(_ cell: CellRecord) -> GateFinding? {
        guard let (rule, result) = judgement(of: cell) else { return nil }
        return GateFinding(
            scenario: name, variant: cell.variant, scale: cell.scale.label, rule: rule,
            result: result, sentence: sentence(cell, result),
            measured: rule == .outcome ? nil : cell.needed(metric) ?? cell.atLeast,
            limit: rule == .outcome ? nil : cell.budget.map { Double($0.limitBytes) })
    }

    /// Nothing of a reference, which is shown and not judged, and of what has no budget.
    private func judgement(of cell: CellRecord) -> (GateRule.Kind, GateFinding.Result)? {
        let isControl = cell.role == .control
        let isLargest = cell.scale.units == scales.last?.units
        switch cell.verdict {
        case .wrong: return cell.role == .reference ? nil : (.outcome, .wrong)
        case .unmeasured: return cell.isOnlyUnjudged ? nil : (.outcome, failure(of: cell))
        case _ where cell.role == .reference: return nil
        case .within:
            return isControl ? (.control, isLargest ? .inconclusive : .kept) : (.peak, .kept)
        case .over: return isControl ? (.control, .kept) : (.peak, .over)
        case .inconclusive: return (isControl ? .control : .peak, .inconclusive)
        }
    }

    /// Why a cell could not be measured, by what is gravest.
    private func failure(of cell: CellRecord) -> GateFinding.Result {
        let outcomes = Set(cell.measured.map(\.outcome))
        if outcomes.contains(.crashed) || outcomes.contains(.failed) { return .crashed }
        return outcomes.contains(.timedOut) ? .timedOut : .inconclusive
    }

    private func sentence(_ cell: CellRecord, _ result: GateFinding.Result) -> String {
        let notes = CellNotes(cell: cell, scenario: self).all.map(\.text).joined(separator: "; ")
        let limit = cell.budget.map { "\(ByteCount($0.limitBytes)) \($0.metric.title)" } ?? ""
        switch result {
        case .over: return "over \(limit)" + (notes.isEmpty ? "" : ": \(notes)")
        case .kept where cell.peak != nil:
            return "\(Figures.bytes(cell.peak ?? 0)) of \(limit)"
        default: return notes.isEmpty ? "\(cell.verdict.rawValue), budget \(limit)" : notes
        }
    }
}

extension GateFinding {
    /// How much a result calls for an action, rising.
    enum Gravity: Int, CaseIterable, Comparable {
        case none, note, warning, error

        static func < (left: Gravity, right: Gravity) -> Bool { left.rawValue < right.rawValue }
    }

    /// `csv-ingest: streamed at 160k`.
    var place: String {
        let at = scale.map { " at \($0)" } ?? ""
        return variant.isEmpty && at.isEmpty
            ? scenario : "\(scenario): \(variant.isEmpty ? "everything" : variant)\(at)"
    }
}

extension GateFinding.Result {
    /// How much it calls for an action.
    var gravity: GateFinding.Gravity {
        switch self {
        case .kept, .improved, .new: .none
        case .unavailable: .note
        case .inconclusive, .missing: .warning
        case .over, .wrong, .regressed, .crashed, .timedOut: .error
        }
    }
}
