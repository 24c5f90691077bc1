internal import MemoryBudget
internal import RunStore

/// The lines above and below a scenario's table.
struct ScenarioContext {
    let scenario: ScenarioView

    /// The scenario's name and description.
    var title: String {
        scenario.about.isEmpty ? scenario.name : "\(scenario.name): \(scenario.about)"
    }

    /// The conditions: budget, enforcement, allocator, trials, data and settings shared by all
    /// rows.
    var conditions: [String] {
        let settings = scenario.sharedParameters.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return [budget, enforcement, allocator, trials, data].compactMap(\.self) + settings
    }

    /// The remarks below the table, without the legend.
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

    // MARK: Conditions

    var trialsMeasured: [Observation] { scenario.cells.flatMap(\.measured) }

    private var budget: String {
        guard !scenario.hasOwnBudgets else {
            let shared = scenario.budget.map { "budget \(words($0)), or the row's own" }
            return shared ?? "\(scenario.metric.title) budget per row"
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
        let records = limited.map(\.enforcement)
        let ways = records.map(\.tiers).uniqued().map { tiers in
            let own = records.filter { $0.tiers == tiers }
            let limits = own.compactMap(\.limitBytes).uniqued().map { "\(ByteCount($0))" }
            return (tiers.isEmpty ? "not enforced" : own[0].summary)
                + (limits.isEmpty ? "" : " at \(limits.joined(separator: " or "))")
                + (limits.count > 1 ? ", depending on the trial" : "")
        }
        return ways.joined(separator: " or ")
    }

    private var allocator: String? {
        let names = trialsMeasured.map(\.allocator.name.rawValue).uniqued()
        return names.isEmpty ? nil : names.joined(separator: " or ") + " allocator"
    }

    private var trials: String {
        let most = scenario.cells.map(\.measured.count).max() ?? 0
        guard most <= scenario.trials else {
            return "\(scenario.trials) to \(most) trials each"
        }
        return scenario.trials == 1 ? "1 trial" : "\(scenario.trials) trials each"
    }

    private var data: String? {
        if let input = scenario.input { return "input \(input)" }
        return scenario.ownData.map(\.words)
            ?? scenario.dataset.map { "\($0.kind) seed \($0.seed)" }
    }

    // MARK: Remarks

    /// The selected strategies that can't run on this machine, by reason.
    private var absent: [String] {
        scenario.unavailable.map(\.reason).uniqued().map { reason in
            let names = scenario.unavailable.filter { $0.reason == reason }.map(\.strategy)
            return "can't run here: \(names.joined(separator: ", ")) (\(reason))"
        }
    }

    private var unchecked: String? {
        guard scenario.lacksChecks else { return nil }
        return
            "\(ResultChecks.unchecked): memory was measured, but the output was not verified, so a"
            + " command that skips its work would look good"
    }

    /// Missing proof: controls that were not run, break points that could not be verified, and
    /// trials of unknown programs.
    private var unproven: [String] {
        let names = scenario.controlsNotRun ?? []
        let control = names.isEmpty ? [] : [FindingSentence.controlNotRun(names)]
        let edges = scenario.strategies.flatMap { strategy in
            (strategy.failedEdges ?? []).map { edge in
                "\(strategy.variant) near its break point, at \(edge.scale.label):"
                    + " \(edge.sentence)"
            }
        }
        let programs =
            scenario.isOfUnknownPrograms
            ? [
                "the run was resumed without its run.json, so its trials may come from different"
                    + " programs or inputs"
            ] : []
        return control + edges + programs
    }

    private var overshoot: String? {
        let values = trialsMeasured.filter { $0.evidence.kind == .watchdog }
            .compactMap(\.overshootBytes).map(Double.init)
        guard let summary = Summary(values), let highest = values.max() else { return nil }
        let median = values.count > 1 ? " (median \(Figures.bytes(summary.median)))" : ""
        return "overshoot: at most \(Figures.bytes(highest)) above the budget when"
            + " killed\(median), in \(Figures.plural(values.count, "trial"))"
    }

    private var uncertainty: String? {
        guard scenario.metric == .peakRSS, let doubt = CounterDoubt(trialsMeasured) else {
            return nil
        }
        return
            "any peak RSS may have been up to \(doubt.excess) higher: the kernel's counters can be"
            + " off by that much\(doubt.place)"
    }

    /// The explanation of figures that the metric leaves out.
    private var withoutNeed: String? {
        guard !scenario.metric.showsNeed else { return nil }
        return
            "a container's charge includes page cache, which grows up to the limit and is reclaimed before"
            + " anything is killed. So it shows no need, growth or break point, and nothing was run"
            + " without the budget; 'membudget need' finds the smallest budget that is enough"
    }

    private var missingTiers: [String] {
        trialsMeasured.compactMap(\.enforcement.missing).uniqued().map { "not enforced by: \($0)" }
    }

    private var detached: String? {
        let missing = AllocatorRecord(name: .jemalloc, isAttached: false)
        let cells = scenario.cells.filter { $0.measured.contains { $0.allocator == missing } }
        let names = cells.map(scenario.name).uniqued()
        guard !names.isEmpty else { return nil }
        return "jemalloc was requested, but could not be loaded into \(Figures.list(names)):"
            + " static binaries can't preload it"
    }
}
