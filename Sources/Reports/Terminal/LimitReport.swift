internal import MemoryBudget
package import RunStore

/// The report of `membudget limit`: the answer, then the runs, one row per scale.
///
/// ```swift
/// import RunStore
/// func show(_ record: LimitRecord) {
///     print(LimitReport(width: 80).text(of: record))
/// }
/// ```
package struct LimitReport: SearchReport {
    package let layout: SearchLayout

    package init(_ layout: SearchLayout) {
        self.layout = layout
    }

    /// Returns the report, ending with a newline.
    package func text(of record: LimitRecord) -> String {
        let table = SearchTable(
            record.trials, by: "scale", unit: record.unit, metric: record.budget.metric,
            lost: record.trials.lostAtScale,
            position: { $0.scale.units }, label: { Scale(units: $0.scale.units).label })
        return table.report(
            "\(record.scenario): \(answer(record))", conditions(record), width: width, style: style)
    }

    /// Returns the failure that ended the search, if any, then the result.
    private func answer(_ record: LimitRecord) -> String {
        let variant = Cell.variant(of: record.strategy, with: record.parameters)
        guard let lost = record.trials.lostAtScale else {
            return known(of: variant, in: record, because: record.stoppedBecause)
        }
        let failure =
            "\(variant) \(lost.searchFailure) at \(count(lost.scale.units, record)):"
            + " \(lost.failureDetail)."
        guard record.largestWithinUnits != nil || record.smallestOverUnits != nil else {
            return failure
        }
        return "\(failure) Before that, \(known(of: "it", in: record, because: nil))"
    }

    /// Returns the result of the judged runs.
    private func known(
        of variant: String, in record: LimitRecord, because reason: String?
    ) -> String {
        let budget = record.budget.limit
        guard let within = record.largestWithinUnits else {
            if let inversion = record.inversion {
                return
                    "\(variant) goes over \(budget) at \(count(inversion.overUnits, record)) and fits it"
                    + " at \(count(inversion.withinUnits, record)): larger scales don't always need more."
            }
            let least = record.smallestOverUnits.map {
                ": it \(isKnown($0, record) ? "goes" : "may go") over at \(count($0, record))"
            }
            return "\(variant) fits \(budget) at no scale that was tried\(least ?? "")."
        }
        let trials = record.trials.filter { $0.scale.units == within && $0.outcome == .completed }
        let peak = Summary(
            trials.compactMap { $0.bytes(of: record.budget.metric).map(Double.init) })
        // A container's charge fills up to the limit, so it is not shown.
        let isShown = record.budget.metric.showsNeed
        let figures =
            (isShown ? peak.map { " with \(Figures.bytes($0.median))" } ?? "" : "")
            + ResultChecks.remark(trials)
        let fits = "\(variant) fits \(budget) up to \(count(within, record))\(figures)"
        let over = record.smallestOverUnits.map { units in
            let verb = record.unit.isEmpty || units == 1 ? "goes" : "go"
            return "; \(count(units, record)) \(isKnown(units, record) ? verb : "may go") over"
        }
        let why = reason.map { ". Stopped there: \($0)" } ?? ""
        return fits + (over ?? "") + why + "."
    }

    /// Returns whether the strategy certainly goes over at a scale.
    private func isKnown(_ units: Int, _ record: LimitRecord) -> Bool {
        !record.trials.filter { $0.scale.units == units }.haveAllCompleted
    }

    private func count(_ units: Int, _ record: LimitRecord) -> String {
        record.unit.isEmpty ? "scale \(grouped(units))" : counted(units, of: record.unit)
    }

    private func conditions(_ record: LimitRecord) -> [String] {
        let budget = "budget \(record.budget.limit) \(record.budget.metric.title)"
        return [budget] + SearchTable.enforcement(of: record.trials)
            + [Figures.plural(record.trials.count, "run")]
            + SearchTable.checks(of: record.trials, with: reference)
    }
}
