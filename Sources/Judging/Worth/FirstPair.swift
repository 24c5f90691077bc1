internal import MemoryBudget
internal import RunStore

/// The search for the two changes that together result in the smallest peak.
struct FirstPair {
    let rows: [WorthRow]
    /// The readings, keyed by their changes; combinations without a known need are absent.
    let readings: [[String]: WorthReading]
    let noise: GrowthNoise

    /// The pair; `nil` unless the needs of the base and of a pair are known.
    var first: FirstChanges? {
        let planned = rows.compactMap(\.changes).filter { $0.count == 2 }
        let known = planned.filter { row($0)?.saved != nil }
            .sorted { net($0) < net($1) }
        guard let best = known.first, let reading = readings[best] else { return nil }
        let undecided = known.dropFirst().filter { pair in
            readings[pair].map { !$0.isAbove(reading, noise: noise) } ?? false
        }
        return FirstChanges(
            changes: best, undecided: Array(undecided),
            uncompared: planned.filter { row($0)?.saved == nil }, othersSaveAtMost: rest(best))
    }

    private func row(_ keys: [String]) -> WorthRow? { rows.first { $0.changes == keys } }

    private func net(_ keys: [String]) -> Double { row(keys)?.netBytes?.estimate ?? .infinity }

    /// Returns the maximum saving of a further change, made after the pair and possibly others;
    /// `nil` if this was not measured for every change.
    private func rest(_ pair: [String]) -> Double? {
        let others = Set(rows.compactMap(\.changes).joined()).subtracting(pair)
        let most = others.map { change in
            rows.compactMap { row -> Double? in
                guard let keys = row.changes, keys.contains(change), let after = row.saved,
                    Set(pair).isSubset(of: keys),
                    let before = self.row(keys.filter { $0 != change })?.saved
                else { return nil }
                return after.high - before.low
            }.max()
        }
        guard !most.isEmpty, !most.contains(nil) else { return nil }
        return most.compactMap(\.self).max()
    }
}
