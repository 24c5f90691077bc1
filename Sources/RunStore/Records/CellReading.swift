package import MemoryBudget

/// The memory and speed of a cell, computed from its trials.
package struct CellReading: Sendable {
    private let cell: CellRecord

    fileprivate init(_ cell: CellRecord) {
        self.cell = cell
    }

    // MARK: The judged metric

    /// The readings of all trials; `nil` if any is censored, because its true peak is higher.
    package var peaks: Summary? {
        guard cell.summary?.censoredTrials == 0 else { return nil }
        return cell.summary?.judged.flatMap { Summary($0.values) }
    }

    /// The median of ``peaks``.
    package var peak: Double? { peaks?.median }

    /// The highest reading of any trial; for a censored trial this is a lower bound.
    package var highest: Double? {
        [cell.summary?.judged?.values.max(), cell.summary?.atLeastBytes.map(Double.init)]
            .compactMap(\.self).max()
    }

    /// The lower bound of the peak; `nil` unless a trial is censored.
    package var atLeast: Double? {
        guard let summary = cell.summary, summary.censoredTrials > 0 else { return nil }
        return [summary.atLeastBytes.map(Double.init), summary.judged?.high]
            .compactMap(\.self).max()
    }

    /// The readings of all trials, with censored ones as infinity; `nil` if none was read or the
    /// middle one is censored.
    package var spread: Summary? {
        guard let summary = cell.summary else { return nil }
        let censored = repeatElement(Double.infinity, count: summary.censoredTrials)
        return Summary((summary.judged?.values ?? []) + censored)
            .flatMap { $0.median.isFinite ? $0 : nil }
    }

    /// The range around the median of all trials, infinite at the upper end if that is censored;
    /// `nil` if it spans less than a tenth of a MiB.
    package var visibleRange: ClosedRange<Double>? {
        guard let spread, spread.values.count > 1, spread.high - spread.low >= 0.1 * 1_048_576
        else { return nil }
        return spread.low...spread.high
    }

    /// The maximum by which a trial's peak RSS may exceed its reading; 0 if exact.
    package var counterErrorBytes: Double {
        Double(cell.measured.compactMap(\.peakRSSExcessBytes).max() ?? 0)
    }

    // MARK: Need

    /// Returns the need of the job: its median peak, or that of the trial without a budget; `nil`
    /// if every trial was killed, which leaves only a lower bound.
    package func need(of metric: Metric) -> Double? {
        if let peak { return peak }
        guard let need = cell.need, !need.isCensored else { return nil }
        return need.bytes(of: metric).map(Double.init)
    }

    /// Returns the need with its interval; unbounded above if only a lower bound is known.
    package func needed(of metric: Metric) -> Interval? {
        if let peaks { return Interval(peaks) }
        if let need = need(of: metric) { return Interval(estimate: need, low: need, high: need) }
        return highest.map { Interval(estimate: $0, low: $0, high: .infinity) }
    }

    /// The units per second of the trials, or of the unbudgeted one if a budget stopped any of
    /// them.
    package var speeds: Summary? {
        guard peaks == nil else { return Summary(cell.measured.compactMap(\.wholeUnitsPerSecond)) }
        return cell.needUnitsPerSecond.flatMap { Summary([$0]) }
    }

    /// The median of ``speeds``.
    package var speed: Double? { speeds?.median }

    // MARK: Speed

    /// The duration of the trials that were not stopped, in nanoseconds.
    package var wallNanoseconds: Summary? { summary { Double($0.wallNanoseconds) } }

    /// The throughput of these trials, whatever their results; `nil` if units are unknown.
    package var unitsPerSecond: Summary? { summary(\.unitsPerSecondOfResult) }

    /// The bytes of input per second of these trials; `nil` without an input.
    package var bytesPerSecond: Summary? { summary(\.inputBytesPerSecond) }

    private func summary(_ figure: (Observation) -> Double?) -> Summary? {
        Summary(cell.measured.filter { !$0.isCensored }.compactMap(figure))
    }

    // MARK: Resident memory

    /// The median peak RSS; `nil` if a trial is censored.
    package var peakRSS: Double? {
        cell.summary?.censoredTrials == 0 ? cell.summary?.peakRSSBytes?.median : nil
    }

    /// The peak RSS above the floor.
    package var net: Double? {
        guard let peakRSS, let floor = cell.floorRSSBytes else { return nil }
        return max(0, peakRSS - floor)
    }

    /// The peak as a multiple of the input's size; `nil` without an input.
    package var multipleOfInput: Double? {
        guard let peakRSS, let bytes = cell.scale.inputBytes, bytes > 0 else { return nil }
        return peakRSS / Double(bytes)
    }
}

extension CellRecord {
    /// The reading of the cell's trials.
    package var reading: CellReading { CellReading(self) }

    /// The reading, if it shows what the job needs; `nil` for a wrong result, and for one that was
    /// to be checked but wasn't.
    package var rightReading: CellReading? {
        let isUnknown = disagreement != nil || measured.contains(where: \.isCheckFailure)
        return verdict == .wrong || isUnknown ? nil : reading
    }

    /// The trials that completed, with or without a budget.
    package var finished: [Observation] {
        trials.filter { ($0.kind == .measured || $0.kind == .need) && !$0.isCensored }
    }

    /// Whether every trial completed and only a budget is missing for a verdict.
    package var isOnlyUnjudged: Bool {
        let trials = measured
        return verdict == .unmeasured && !trials.isEmpty
            && trials.allSatisfy { $0.outcome == .completed && $0.budget == nil }
    }
}
