internal import MemoryBudget
internal import RunStore

/// The strategies with the smallest peak: several if noise may explain the difference.
extension Answer {
    /// Returns the cells that are not larger than any other, beyond noise, in their given order.
    func smallest(of cells: [CellRecord]) -> [CellRecord] {
        cells.filter { cell in !cells.contains { isSmaller($0, than: cell) } }
    }

    /// Returns whether every trial of a cell peaked below every trial of another by more than the
    /// kernel's counter error, and their medians differ by more than noise explains.
    private func isSmaller(_ cell: CellRecord, than other: CellRecord) -> Bool {
        guard let own = cell.reading.peaks, let others = other.reading.peaks else { return false }
        let error = max(cell.reading.counterErrorBytes, other.reading.counterErrorBytes)
        return own.high + error < others.low
            && others.median - own.median > noise.differenceBytes(of: others.median)
    }

    /// The noise between equal runs on this machine, or typical noise if it was not measured.
    var noise: GrowthNoise { scenario.noise?.growthNoise ?? .typical }

    /// Returns `12.0 MiB`, `12.0–12.2 MiB`.
    func peaks(of cells: [CellRecord]) -> String {
        let peaks = cells.compactMap(\.reading.peak)
        return Figures.bytes(peaks.min() ?? 0, peaks.max() ?? 0)
    }

    /// Returns the names, each with a remark if its result was not checked.
    func names(_ cells: [CellRecord]) -> String {
        Figures.list(cells.map { name($0) + ResultChecks.remark($0) })
    }

    // MARK: Without a budget

    /// The answer for a scenario without a budget: the smallest strategy, compared with the
    /// largest.
    var unbudgeted: String {
        let sized = cells.filter { $0.verdict != .wrong && $0.reading.peak != nil }
            .sorted { ($0.reading.peak ?? 0) < ($1.reading.peak ?? 0) }
        guard let first = sized.first, let last = sized.last else {
            return "Nothing could be measured\(place)."
        }
        let lead = "No budget, only measured: "
        guard sized.count > 1 else {
            return lead + "\(name(first)) takes \(peaks(of: [first]))\(place)"
                + "\(ResultChecks.remark(first))\(pace(of: first))."
        }
        let least = smallest(of: sized)
        guard least.count < sized.count else {
            return lead + "\(names(least)) are about equal\(place): \(peaks(of: least))."
        }
        return lead + claim(least) + comparison(of: least, with: last) + "."
    }

    private func claim(_ least: [CellRecord]) -> String {
        guard least.count == 1 else {
            return "\(names(least)) are the smallest and about equal\(place): \(peaks(of: least))"
        }
        return "\(name(least[0])) is the smallest\(place)\(ResultChecks.remark(least[0])):"
            + " \(peaks(of: least))\(pace(of: least[0]))"
    }

    /// Returns `; 0.25× of load-all (40.0 MiB) at 2.0× its speed`; without the speed if several are
    /// smallest.
    private func comparison(of least: [CellRecord], with largest: CellRecord) -> String {
        let ratio = (least[0].reading.peak ?? 0) / (largest.reading.peak ?? 1)
        let speed =
            least.count > 1
            ? nil : SpeedRatio(of: least[0], to: largest, noise: scenario.noise)
        return "; \(Figures.ratio(ratio)) of \(name(largest)) (\(peaks(of: [largest])))"
            + (speed.flatMap { SpeedWords($0).share }.map { " " + $0 } ?? "")
    }
}
