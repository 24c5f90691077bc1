internal import MemoryBudget
internal import RunStore

/// The result of `membudget size`, in sentences.
struct SizeWords {
    private let record: SizeRecord

    init(_ record: SizeRecord) {
        self.record = record
    }

    /// `streamed batch=1000`.
    var variant: String { Cell.variant(of: record.strategy, with: record.parameters) }

    /// `5M rows`.
    var inputMax: String { size(record.inputMaxUnits) }

    /// Returns `160k rows`, or `scale 160k` if the unit is unknown.
    func size(_ units: Int) -> String {
        let label = Scale(units: units).label
        return record.unit.isEmpty ? "scale \(label)" : "\(label) \(record.unit)"
    }

    /// `1 %`.
    var risk: String { "\(percent(record.riskShare)) %" }

    /// `a limit of 120 MiB`; for an engine with formulas, the formula's value for the largest
    /// input.
    var limit: String? {
        record.limitBytes.map { bytes in
            let size = "\(bytes >> 20) MiB"
            if record.engine.takesFormula { return "the \(size) that the formula gives for it" }
            let isSmallest = ByteCount(bytes) == record.engine.smallest && bytes > 1 << 20
            let remark = isSmallest ? ", the smallest that \(record.engine.title) allows" : ""
            return "a limit of \(size)\(remark)"
        }
    }

    /// The limit and the expected failures under it; `nil` without a limit. A limit that was raised
    /// after failures no longer has a known risk.
    var promise: String? {
        limit.map { limit in
            isRaised
                ? "runs stayed within \(limit), but its risk is unknown: a lower limit, calculated"
                    + " for a risk of \(risk), was not enough"
                : "\(condition)at most \(risk) of runs should exceed \(limit)"
        }
    }

    private var condition: String {
        record.growth?.isExtrapolation == true ? "if the need keeps growing as measured, " : ""
    }

    private var isRaised: Bool { (record.verification?.raiseCount ?? 0) > 0 }

    /// `needs 1.2 GiB at 5M rows (1.1 GiB to 1.3 GiB in 98 % of runs)`; `nil` if nothing was
    /// fitted.
    var need: String? {
        record.needBytes.map { bytes in
            let ends = "\(Self.size(bytes.low)) to \(Self.size(bytes.high))"
            let held = percent(1 - 2 * record.riskShare)
            return "needs \(Self.size(bytes.estimate)) at \(inputMax)"
                + " (\(ends) in \(held) % of runs)"
        }
    }

    /// The remark that the limit is extrapolated beyond the measured sizes; `nil` if it isn't.
    var extrapolation: String? {
        guard let growth = record.growth, growth.isExtrapolation, let last = record.points.last
        else { return nil }
        let far = growth.isFarExtrapolation ? ", more than 100 times smaller" : ""
        return "extrapolated: the largest size measured is \(size(last.units))\(far)"
    }

    /// `10 of 10 runs at 5M rows stayed within it`; `nil` without runs.
    var verification: String? {
        guard let runs = record.verification else { return nil }
        let kept = "\(runs.runCount - runs.failureCount) of \(runs.runCount) runs"
        let others = record.engine.takesFormula ? "sizes up to \(size(runs.units))" : nil
        guard runs.units < record.inputMaxUnits else {
            return "\(kept) at \(others ?? size(runs.units)) stayed within it"
        }
        let limit =
            others == nil
            ? "\(runs.limitBytes >> 20) MiB, which the same fit gives for it"
            : "what the formula gives for them"
        return
            "not run at \(inputMax)\(because); \(kept) at \(others ?? size(runs.units)) stayed within \(limit)"
    }

    private var unverified: String { "not verified by runs under this limit\(because)" }

    private var because: String { record.stoppedBecause.map { ": \($0)" } ?? "" }

    /// The number of times that the limit was raised, with reasons; `nil` if it wasn't.
    var raises: String? {
        guard let runs = record.verification else { return nil }
        let failing = runs.raiseCount
        let slow = runs.slowRaiseCount
        let reasons =
            (failing > 0
                ? ["\(times(failing)) because a run may have exceeded a lower one"] : [])
            + (slow > 0 ? ["\(times(slow)) because runs were too slow under a lower one"] : [])
        return reasons.isEmpty ? nil : "the limit was raised " + reasons.joined(separator: ", ")
    }

    private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

    /// The effect of the limit on speed; `nil` if not measured.
    var speed: String? {
        guard let runs = record.verification, let share = runs.speedShare else { return nil }
        let range = "\(Figures.closeRatio(share.low)) to \(Figures.closeRatio(share.high))"
        let figure = "\(Figures.closeRatio(share.estimate)) the speed without a limit (\(range))"
        return runs.isSpeedSignificant
            ? figure : "\(figure), which may be noise"
    }

    /// The comment lines above the limit in a manifest.
    var comments: [String] {
        let bytes = record.limitBytes.map { "; \($0 >> 20) MiB for the largest" }
        let growing = record.engine.takesFormula ? bytes ?? "" : ""
        return [
            "\(record.scenario): \(variant), input up to \(inputMax)\(growing)",
            isRaised
                ? "its risk is unknown: a lower limit, calculated for a risk of \(risk), was not"
                    + " enough"
                : "\(condition)expected to fail in at most \(risk) of runs at that size",
        ] + [extrapolation, verification ?? unverified, speed].compactMap(\.self)
    }

    static func size(_ bytes: Double) -> String { ByteCount(whole(bytes)).description }

    private func percent(_ share: Double) -> String {
        let value = 100 * share
        let text = fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
