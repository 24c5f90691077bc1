internal import MemoryBudget
internal import RunStore

/// The part of the answer about strategies that fit: the fastest, then the smallest if it differs.
extension Answer {
    /// The contenders that stayed within their budget, the smallest first.
    private var within: [CellRecord] {
        contenders.filter { $0.verdict == .within && $0.reading.peak != nil }
            .sorted { ($0.reading.peak ?? 0) < ($1.reading.peak ?? 0) }
    }

    /// The contenders within budget that no other beats beyond noise in several trials; the
    /// smallest comes first.
    private var fastest: [CellRecord] {
        let all = within
        guard let first = all.max(by: { ($0.reading.speed ?? 0) < ($1.reading.speed ?? 0) })
        else { return [] }
        return all.filter { cell in
            guard cell != first else { return true }
            guard cell.reading.speed != nil else { return first.reading.speed == nil }
            return !isFaster(first, than: cell)
        }
    }

    private func isFaster(_ cell: CellRecord, than other: CellRecord) -> Bool {
        let ratio = SpeedRatio(of: cell, to: other, noise: scenario.noise)
        return ratio.map { $0.isClaimable && $0.interval.estimate > 1 } ?? false
    }

    /// The strategy that the answer names first: the smallest of the fastest that fit.
    var best: CellRecord? { fastest.first }

    /// Returns the sentences about the strategy that is named first, and about the smallest.
    ///
    /// `streamed is the fastest within 32.0 MiB at 160k rows: 14.1 MiB (56 % headroom), 200 k
    /// rows/s, 800 ms; load-all needs 180.4 MiB. mapped is the smallest: 12.0 MiB (62 % headroom).`
    func praise(of best: CellRecord) -> String {
        let (faster, control) = comparedWithControl(best)
        let elsewhere = overElsewhere(best).map { "; it goes over\($0)" } ?? ""
        let lead =
            "\(name(best)) \(claim(of: best)) \(limit(of: best))\(place)"
            + "\(ResultChecks.remark(best)): \(figures(of: best))\(faster ?? "")\(elsewhere)"
            + "\(control ?? "")."
        return lead + (smallest(besides: best) ?? "")
    }

    /// Returns ` mapped is the smallest: 12.0 MiB (62 % headroom), 160 k rows/s.`, or the
    /// strategies that are about as small; `nil` if `best` alone is the smallest.
    private func smallest(besides best: CellRecord) -> String? {
        let least = smallest(of: within)
        let others = least.filter { $0 != best }
        guard let first = others.first else { return nil }
        if least.count > others.count {
            let verb = others.count == 1 ? "is" : "are"
            return
                " \(names(others)) \(verb) about as small: \(peaks(of: others))."
        }
        return others.count == 1
            ? " \(name(first)) is the smallest\(ResultChecks.remark(first)): \(figures(of: first))."
            : " \(names(others)) are the smallest and about equal: \(peaks(of: others))."
    }

    /// Returns `is the fastest within`; it claims nothing about speed or size that noise or a
    /// single trial may explain.
    private func claim(of best: CellRecord) -> String {
        guard contenders.count > 1 else {
            return overElsewhere(best) == nil && isSteady(best) ? "stays within" : "is within"
        }
        let all = within
        guard all.count > 1 else { return "is the only strategy within" }
        let isSmallest = smallest(of: all) == [best]
        let isFastest = all.allSatisfy { $0 == best || isFaster(best, than: $0) }
        switch (isFastest, isSmallest) {
        case (true, true): return "is the fastest and the smallest within"
        case (true, false): return "is the fastest within"
        case (false, true): return "is the smallest within"
        case (false, false):
            let isFasterThanSome = all.contains { $0 != best && isFaster(best, than: $0) }
            return isFasterThanSome
                ? "is among the fastest within"
                : "is one of \(grouped(all.count)) strategies within"
        }
    }

    /// Returns `14.1 MiB (56 % headroom), 200 k rows/s, 800 ms`.
    private func figures(of cell: CellRecord) -> String {
        let peak = cell.reading.peak ?? 0
        let headroom = cell.budget.map { budget in
            let limit = Double(budget.limit.bytes)
            return " (\(Figures.percent(max(0, (limit - peak) / limit))) headroom)"
        }
        return Figures.bytes(peak) + (headroom ?? "") + pace(of: cell)
    }

    /// Returns `, 200 k rows/s, 800 ms`: the throughput if the unit is known, and the time.
    func pace(of cell: CellRecord) -> String {
        let rate = scenario.unit.isEmpty ? nil : cell.reading.speed
        let time = cell.reading.wallNanoseconds?.median
        return [
            rate.map { Figures.rate($0, scenario.unit) }, time.map(Figures.duration),
        ]
        .compactMap(\.self).map { ", \($0)" }.joined()
    }

    /// The strategies for which a container of the budget's size is enough; charges are not
    /// compared.
    var contained: String {
        let within = contenders.filter { $0.verdict == .within }
        let limits = within.map(limit).uniqued()
        let size = limits.count == 1 ? limits[0] : "its own budget"
        return "A container of \(size) is enough for \(names(within))\(place)."
    }

    /// Returns ` at 10k and 20k rows`: the other scales at which a cell's strategy goes over; `nil`
    /// if none.
    private func overElsewhere(_ cell: CellRecord) -> String? {
        let over = scenario.cells(of: cell.variant).filter { $0.verdict == .over }.map(\.scale)
        return over.isEmpty ? nil : AnswerProblems.place(of: over, in: scenario)
    }

    private func isSteady(_ cell: CellRecord) -> Bool {
        scenario.cells(of: cell.variant).allSatisfy { $0.verdict == .within || $0.isOnlyUnjudged }
    }

    /// Returns `, 2.1× as fast as load-all` and `; load-all needs 180.4 MiB`. If the speeds can't
    /// be compared, the second part also gives the control's throughput.
    private func comparedWithControl(_ cell: CellRecord) -> (faster: String?, control: String?) {
        guard cell.role != .control, let control = scenario.control(for: cell),
            control.verdict == .over
        else { return (nil, nil) }
        let isShared = control.budget == cell.budget
        let need = need(of: control) ?? "goes over \(isShared ? "it" : "its own")"
        let words = ControlRatio(cell, in: scenario)?.speed.map(SpeedWords.init)
        if let faster = words?.claim(against: name(control)) {
            return (", \(faster)", "; \(name(control)) \(need)")
        }
        let rate = words == nil || scenario.unit.isEmpty ? nil : control.reading.speed
        let figure = rate.map { " (\(Figures.rate($0, scenario.unit)))" } ?? ""
        return (nil, "; \(name(control)) \(need)\(figure)")
    }
}

extension Figures {
    /// Returns a duration given in nanoseconds, in words: `1.25 s`.
    static func duration(_ nanoseconds: Double) -> String {
        TimeSpan.describe(.nanoseconds(whole(nanoseconds)))
    }
}
