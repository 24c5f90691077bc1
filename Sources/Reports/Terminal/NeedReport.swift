internal import MemoryBudget
package import RunStore

/// The report of `membudget need`: the answer, then the runs, one row per budget. With several
/// sufficient budgets, the rows show speed by budget.
///
/// ```swift
/// import RunStore
/// func show(_ record: NeedRecord) {
///     print(NeedReport(width: 80).text(of: record))
/// }
/// ```
package struct NeedReport: SearchReport {
    package let layout: SearchLayout

    package init(_ layout: SearchLayout) {
        self.layout = layout
    }

    /// Returns the report, ending with a newline.
    package func text(of record: NeedRecord) -> String {
        let table = SearchTable(
            record.trials, by: "budget", unit: record.unit, metric: record.metric,
            lost: record.trials.lostUnderBudget,
            position: { $0.kind == .need ? .max : $0.budget?.limit.bytes ?? .max },
            label: { trial in
                let limit = trial.kind == .need ? nil : trial.budget?.limit.bytes
                return limit.map { ByteCount($0).description } ?? "none"
            })
        return table.report(
            "\(record.scenario): \(answer(record))", conditions(record), width: width, style: style)
    }

    /// Returns the failure that ended the search, if any, then the result.
    private func answer(_ record: NeedRecord) -> String {
        let variant = Cell.variant(of: record.strategy, with: record.parameters)
        guard let lost = record.trials.lostUnderBudget else {
            return known(of: variant, in: record, because: record.stoppedBecause)
        }
        let budget = lost.kind == .need ? nil : lost.budget?.limit
        let place = budget.map { "with \($0)" } ?? "without a budget"
        let failure = "\(variant) \(lost.searchFailure) \(place): \(lost.failureDetail)."
        guard record.smallestEnoughBytes != nil else { return failure }
        return "\(failure) Before that: \(known(of: variant, in: record, because: nil))"
    }

    /// Returns the result of the judged runs.
    private func known(
        of variant: String, in record: NeedRecord, because reason: String?
    ) -> String {
        let unit = named(record.unit, for: record.scale.units)
        let place = "at \(record.scale.label)" + (unit.isEmpty ? "" : " \(unit)")
        let kind = record.metric.showsNeed ? "" : " of resident memory"
        let free = record.unbudgetedBytes.map {
            "; without a budget it peaks at \(ByteCount($0))\(kind)"
        }
        let why = reason.map { ". Stopped there: \($0)" } ?? ""
        guard let enough = record.smallestEnoughBytes else {
            return "no budget is known to be enough for \(variant) \(place)\(free ?? "")\(why)."
        }
        let short = record.largestShortBytes.map { bytes in
            let trials = record.trials.filter { $0.budget?.limit.bytes == bytes }
            let verb = trials.haveAllCompleted ? "may not be" : "is not"
            return ", and \(ByteCount(bytes)) \(verb) enough"
        }
        let remark = ResultChecks.remark(record.trials)
        return
            "\(variant) needs \(ByteCount(enough)) \(place)\(remark)\(short ?? "")\(free ?? "")\(why)."
            + (halfSpeed(record) ?? "")
    }

    /// Returns the times, if a small budget costs more than half of the speed. No ratio is claimed,
    /// because there is only one run without a budget.
    private func halfSpeed(_ record: NeedRecord) -> String? {
        let ended = record.trials.filter { $0.outcome == .completed && $0.wallNanoseconds > 0 }
        func median(_ trials: [Observation]) -> Double? {
            Summary(trials.map { Double($0.wallNanoseconds) })?.median
        }
        let budgeted = Dictionary(
            grouping: ended.filter { $0.kind != .need }, by: { $0.budget?.limit.bytes ?? 0 }
        ).compactMapValues(median)
        guard let free = median(ended.filter { $0.kind == .need }),
            let (limit, slow) = budgeted.filter({ $0.value > 2 * free }).max(by: { $0.key < $1.key }
            )
        else { return nil }
        return " With \(ByteCount(limit)) it took \(Self.time(slow)), without a budget"
            + " \(Self.time(free))."
    }

    private static func time(_ nanoseconds: Double) -> String {
        TimeSpan.describe(.nanoseconds(whole(nanoseconds)))
    }

    private func conditions(_ record: NeedRecord) -> [String] {
        let budgeted = record.trials.filter { $0.kind != .need }
        let tiers = Set(budgeted.flatMap(\.enforcement.tiers)).map(\.rawValue).sorted()
        let names = tiers.isEmpty ? "" : " (\(tiers.joined(separator: ", ")))"
        let how =
            record.enforcement == .cgroup
            ? "each budget is a container of that size\(names): the kernel reclaims page cache before it"
                + " kills anything, and pages that other processes read before (the program's file,"
                + " its libraries, its input) are charged to those processes"
            : "each budget is enforced by the watchdog, which reads \(record.metric.title)"
        return [
            budgeted.isEmpty ? nil : how, Self.coldStart(record.coldStartBytes),
            Figures.plural(record.trials.count, "run"),
        ]
        .compactMap(\.self) + SearchTable.checks(of: record.trials, with: reference)
    }

    /// Returns the pages that these runs were not charged for, because other processes had read
    /// them before.
    static func coldStart(_ bytes: Int?) -> String? {
        guard let bytes, bytes > 0 else { return nil }
        return
            "a cold start is charged up to about \(ByteCount(bytes)) more for pages of the program, its"
            + " libraries and mapped files (an estimate: its file-backed memory at the peak); the"
            + " kernel can reclaim them, which takes time"
    }
}
