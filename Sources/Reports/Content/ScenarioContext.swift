internal import MemoryBudget
internal import RunStore

/// The lines above and below a scenario's table.
struct ScenarioContext {
    let scenario: ScenarioView

    /// Name and sentence.
    var title: String {
        scenario.about.isEmpty ? scenario.name : "\(scenario.name): \(scenario.about)"
    }

    /// Items: budget, enforcement, allocator, trials, data and what all rows have in common.
    var conditions: [String] {
        let settings = scenario.sharedParameters.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return [budget, enforcement, allocator, trials, data].compactMap(\.self) + settings
    }

    /// The remarks below the table, apart from the legend.
    var remarks: [Table.Text] {
        let plain =
            ([unchecked] + ResultChecks.comparison(in: scenario.record)
            + [GrowthTable.scarcity(of: scenario), overshoot, uncertainty, withoutNeed])
            .compactMap(\.self) + missingTiers
        return (absent + unproven + scenario.dataRemarks).map { Table.Text($0, .caution) }
            + plain.map { Table.Text($0) }
            + RejectedRemarks(scenario: scenario).all
            + [detached].compactMap(\.self).map { Table.Text($0) }
    }

    /// The meaning of the columns, one item per column that needs one.
    var legend: [String] {
        var parts: [String] = []
        let speed = SpeedColumn(scenario)
        let ranged = scenario.cells.filter { cell in
            cell.reading.visibleRange != nil
                || speed.summary(cell.reading).flatMap(speed.range) != nil
        }
        if !ranged.isEmpty {
            let isInterval = ranged.contains { $0.summary?.judged?.values.count ?? 0 >= 6 }
            parts.append(
                isInterval
                    ? "range: 95 % interval of the median (the extremes if fewer than 6 trials)"
                    : "range: smallest to largest trial")
        }
        if scenario.cells.contains(where: { $0.reading.net != nil }) {
            parts.append("floor: peak on an empty input; net: peak − floor")
        }
        if scenario.cells.contains(where: { $0.reading.multipleOfInput != nil }) {
            parts.append("× input: peak ÷ bytes of input")
        }
        if scenario.cells.contains(where: { $0.reading.atLeast != nil }) {
            parts.append("≥: ended early, the real peak is higher")
        }
        let ratios = scenario.cells.compactMap { ControlRatio($0, in: scenario) }
        if ratios.contains(where: { $0.memory != nil }) {
            parts.append("vs control: against what the control needs unbudgeted")
        }
        if ratios.contains(where: { $0.speed?.isSignificant == false }) {
            parts.append(SpeedWords.legend)
        }
        return (parts + (WorthTable(scenario)?.legend ?? [])).uniqued()
    }

    // MARK: Conditions

    private var trialsMeasured: [Observation] { scenario.cells.flatMap(\.measured) }

    private var budget: String {
        guard !scenario.hasOwnBudgets else {
            let shared = scenario.budget.map { "budget \(words($0)), or the row's own" }
            return shared ?? "\(scenario.metric.title) budgets by row"
        }
        let budget = scenario.cells.isEmpty ? scenario.budget : scenario.cells[0].budget
        return budget.map { "budget \(words($0))" } ?? "no budget"
    }

    private func words(_ budget: Budget) -> String {
        "\(budget.limit) \(budget.metric.title)"
    }

    private var enforcement: String? {
        let limited = scenario.cells.filter { $0.budget != nil }.flatMap(\.measured)
        guard !limited.isEmpty else { return nil }
        let tiers = limited.map { trial in
            let limit = trial.enforcement.limitBytes.map { " at \(ByteCount($0))" } ?? ""
            return trial.enforcement.tiers.isEmpty
                ? "not enforced" : trial.enforcement.summary + limit
        }.uniqued()
        return tiers.joined(separator: " or ")
    }

    private var allocator: String? {
        let names = trialsMeasured.map(\.allocator.name.rawValue).uniqued()
        return names.isEmpty ? nil : names.joined(separator: " or ") + " allocator"
    }

    private var trials: String {
        scenario.trials == 1 ? "1 trial" : "\(scenario.trials) trials each"
    }

    private var data: String? {
        if let input = scenario.input { return "input \(input)" }
        return scenario.ownData.map(\.words)
            ?? scenario.dataset.map { "\($0.kind) seed \($0.seed)" }
    }

    // MARK: Remarks

    /// The selected strategies that are not in the table, by reason.
    private var absent: [String] {
        scenario.unavailable.map(\.reason).uniqued().map { reason in
            let names = scenario.unavailable.filter { $0.reason == reason }.map(\.strategy)
            return "can't run here: \(names.joined(separator: ", ")) (\(reason))"
        }
    }

    private var unchecked: String? {
        guard scenario.lacksChecks else { return nil }
        return
            "\(ResultChecks.unchecked): memory was measured, but nothing verified the output, so a"
            + " command that skips its work looks good"
    }

    /// Where the controls were left out, that nothing shows whether the budget bites; the runs beside break
    /// points that measured nothing; and whether nothing shows what was measured.
    private var unproven: [String] {
        let names = scenario.controlsNotRun ?? []
        let control = names.isEmpty ? [] : [FindingSentence.controlNotRun(names)]
        let edges = scenario.strategies.flatMap { strategy in
            (strategy.failedEdges ?? []).map { edge in
                "\(strategy.variant) beside its break point, at \(edge.scale.label):"
                    + " \(edge.outcome.sentence): \(edge.detail)\(edge.words)"
            }
        }
        let programs =
            scenario.isOfUnknownPrograms
            ? [
                "the run was resumed without its run.json: nothing shows that all of its trials are of the"
                    + " same programs and inputs"
            ] : []
        return control + edges + programs
    }

    private var overshoot: String? {
        let values = trialsMeasured.filter { $0.evidence.kind == .watchdog }
            .compactMap(\.overshootBytes).map(Double.init)
        guard let summary = Summary(values), let highest = values.max() else { return nil }
        let median = values.count > 1 ? " (median \(Figures.bytes(summary.median)))" : ""
        return "overshoot: at most \(Figures.bytes(highest)) above the budget before it was"
            + " stopped\(median), in \(Figures.plural(values.count, "trial"))"
    }

    private var uncertainty: String? {
        guard scenario.metric == .peakRSS, let doubt = CounterDoubt(trialsMeasured) else {
            return nil
        }
        return
            "any peak RSS may have been up to \(doubt.excess) higher: the kernel's counters can hide"
            + " that\(doubt.place)"
    }

    /// The figures that the metric leaves out of the report.
    private var withoutNeed: String? {
        guard !scenario.metric.showsNeed else { return nil }
        return
            "a container charge counts page cache, which fills whatever is allowed and is given back before"
            + " anything is killed. So it shows no need, growth or break point, and nothing was run without"
            + " the budget; 'membudget need' finds the smallest budget that is enough"
    }

    private var missingTiers: [String] {
        trialsMeasured.compactMap(\.enforcement.missing).uniqued().map { "not enforced by: \($0)" }
    }

    private var detached: String? {
        let missing = AllocatorRecord(name: .jemalloc, isAttached: false)
        let cells = scenario.cells.filter { $0.measured.contains { $0.allocator == missing } }
        let names = cells.map(scenario.name).uniqued()
        guard !names.isEmpty else { return nil }
        return "jemalloc was asked for but did not attach in \(Figures.list(names)):"
            + " a static binary takes no preload"
    }
}
