internal import MemoryBudget
package import RunStore

extension RunRecord {
    /// This record with the worth of its scenarios' changes.
    ///
    /// ```swift
    /// import RunStore
    /// let run = try RunDirectory(reading: ".membudget/runs/today").record().valued
    /// for row in run.scenarios.compactMap(\.worth).flatMap(\.rows) {
    ///     print(row.changes ?? [], row.saved?.estimate ?? 0)
    /// }
    /// ```
    package var valued: RunRecord {
        var run = self
        for index in scenarios.indices {
            run.scenarios[index].worth =
                WorthJudge(of: scenarios[index], in: environment)?.worth
        }
        return run
    }
}

/// A comparison of the strategies with a scenario's changes to the one that contains none.
struct WorthJudge {
    private let record: ScenarioRecord
    private let changes: Changes
    private let noise: GrowthNoise
    private let noiseFloor: NoiseRecord?
    private let base: CellRecord
    /// The cells at the scale of the base, in the scenario's order.
    private let cells: [CellRecord]

    /// Creates a judge for the largest scale with trials of the base and of a change; `nil` if
    /// there is none.
    init?(of record: ScenarioRecord, in environment: EnvironmentRecord) {
        guard let changes = record.changes else { return nil }
        let byUnits = Dictionary(grouping: record.cells, by: \.scale.units)
        for units in byUnits.keys.sorted(by: >) {
            let cells = byUnits[units] ?? []
            let keys = cells.map {
                $0.trials.isEmpty
                    ? nil : changes.keys(of: $0.strategy, parameters: $0.parameters)
            }
            guard let base = keys.firstIndex(of: []), keys.contains(where: { $0?.isEmpty == false })
            else { continue }
            (self.record, self.changes, self.cells) = (record, changes, cells)
            self.base = cells[base]
            noise = .of(environment)
            noiseFloor = environment.noiseFloor
            return
        }
        return nil
    }

    /// The worth of all changes.
    var worth: WorthRecord {
        let columns = columns
        let base = try? WorthReading(of: base, in: record)
        let rows = columns.map { row($0, base: base) }
        return WorthRecord(
            scale: self.base.scale, rows: rows,
            first: FirstPair(rows: rows, readings: readings(columns), noise: noise).first)
    }

    // MARK: Columns

    /// A combination of changes and its cell, if that was run; without changes for another
    /// strategy.
    private struct Column {
        var changes: [String]?
        var cell: CellRecord?
    }

    /// The columns: the base, each change alone, the changes in sequence, other combinations, and
    /// other strategies.
    private var columns: [Column] {
        let found = cells.map {
            Column(changes: changes.keys(of: $0.strategy, parameters: $0.parameters), cell: $0)
        }
        func column(_ keys: [String]) -> Column {
            found.first { $0.changes == keys } ?? Column(changes: keys)
        }
        let alone = changes.each.map { column([$0.key]) }
        let together = changes.sequence.dropFirst().map(column)
        // If no sequence was selected, it isn't missing.
        let sequence = together.contains { $0.cell != nil } ? together : []
        let known = Set(([[]] + alone.map(\.changes) + sequence.map(\.changes)).compactMap(\.self))
        let others = found.filter { !known.contains($0.changes ?? []) && $0.changes != nil }
        return [column([])] + alone + sequence + others + found.filter { $0.changes == nil }
    }

    private func readings(_ columns: [Column]) -> [[String]: WorthReading] {
        let pairs = columns.compactMap { column -> ([String], WorthReading)? in
            guard let keys = column.changes, let cell = column.cell,
                let reading = try? WorthReading(of: cell, in: record)
            else { return nil }
            return (keys, reading)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    // MARK: Rows

    private func row(_ column: Column, base: WorthReading?) -> WorthRow {
        let claim = claim(of: column.changes)
        guard let cell = column.cell else {
            return WorthRow(changes: column.changes, claim: claim, gap: .notRun)
        }
        var row = WorthRow(
            changes: column.changes, strategy: cell.strategy, parameters: cell.parameters,
            claim: claim)
        do throws(WorthReading.Absence) {
            let reading = try WorthReading(of: cell, in: record)
            row.trials = reading.peaks.values.count
            row.isUnbudgeted = reading.isUnbudgeted
            row.netBytes = reading.net
            row.unitsPerSecond = reading.speeds.map(Interval.init)
            guard column.changes != [], let base else { return row }
            row.saved = reading.saved(of: base, noise: noise)
            let speed = reading.speed(of: base, noise: noiseFloor)
            row.speed = speed?.ratio
            row.isSpeedWithinNoise = speed?.isWithinNoise
        } catch {
            row.gap = error.gap
            row.atLeastBytes = error.atLeastBytes
        }
        return row
    }

    private func claim(of keys: [String]?) -> String? {
        guard let keys, !keys.isEmpty else { return nil }
        if keys.count == 1 { return changes.each.first { $0.key == keys[0] }?.claim }
        return keys.count == changes.each.count ? changes.claim : nil
    }
}
