internal import MemoryBudget
internal import RunStore

/// The table of what each change saves, alone, in sequence and combined, next to its claim.
struct WorthTable {
    private let scenario: ScenarioView
    private let changes: Changes
    private let worth: WorthRecord
    private let memory: Figures.MemoryUnit
    private let speed: Figures.RateUnit

    /// The mark of a figure from a trial without a budget.
    private static let unbudgetedMark = "°"

    /// The heading above the table.
    static let title = "What each change is worth"

    /// Returns the table; `nil` without changes, or if their base was not run.
    static func table(of scenario: ScenarioView) -> Table? { WorthTable(scenario)?.table }

    init?(_ scenario: ScenarioView) {
        guard let changes = scenario.record.changes, let worth = scenario.record.worth else {
            return nil
        }
        (self.scenario, self.changes, self.worth) = (scenario, changes, worth)
        memory = Figures.MemoryUnit(for: worth.rows.compactMap(\.netBytes?.high))
        speed = Figures.RateUnit(for: worth.rows.compactMap(\.unitsPerSecond?.estimate))
    }

    private var rows: WorthRows { WorthRows(scenario: scenario, changes: changes, worth: worth) }

    private var table: Table {
        let columns = columns
        let groups = rows.groups.filter { !$0.rows.isEmpty }
        return Table(
            groupHeader: "made", groupAlignment: .left,
            columns: [Table.Column(header: "change", alignment: .left)] + columns.map(\.column),
            groups: groups.enumerated().map { index, group in
                Table.Group(
                    label: group.label, order: Double(index),
                    rows: group.rows.map { name, row in
                        Table.Row(cells: [Table.Text(name)] + columns.map { $0.text(row) })
                    })
            })
    }

    // MARK: Columns

    private typealias Definition = (column: Table.Column, text: (WorthRow) -> Table.Text)

    private var columns: [Definition] {
        let claim: Definition = (
            Table.Column(header: "claimed", alignment: .left, spareRank: 3),
            { Table.Text($0.claim ?? "") }
        )
        return [claim] + peakColumns + savedColumns + ratioColumns + speedColumns
    }

    /// The header of the range next to a median.
    private var rangeHeader: String {
        let isRange = worth.rows.allSatisfy { $0.trials < 6 }
        return isRange ? "range" : "95 % range"
    }

    private func pair(
        below heading: String, rangeRank: Int,
        text: @escaping (WorthRow) -> Table.Text, range: @escaping (WorthRow) -> String?
    ) -> [Definition] {
        [
            (Table.Column(header: "median", heading: heading), text),
            (
                Table.Column(header: rangeHeader, heading: heading, spareRank: rangeRank),
                { Table.Text(range($0) ?? "") }
            ),
        ]
    }

    private var peakColumns: [Definition] {
        pair(
            below: "net, \(memory.name)", rangeRank: 5, text: peak
        ) { row in
            row.trials > 1 ? row.netBytes.flatMap { Self.ends($0, as: memory.text) } : nil
        }
    }

    private func peak(_ row: WorthRow) -> Table.Text {
        if let net = row.netBytes {
            let mark = row.isUnbudgeted ? " " + Self.unbudgetedMark : ""
            return Table.Text(memory.text(net.estimate) + mark, value: net.estimate)
        }
        switch row.gap {
        case .notRun: return Table.Text("not run", .caution)
        case .wrong: return Table.Text("wrong result", .bad)
        case .stopped:
            return Table.Text(
                "≥ " + memory.text(row.atLeastBytes ?? 0), .caution, value: row.atLeastBytes)
        case .noFloor: return Table.Text("no floor", .caution)
        case .unmeasured, nil: return Table.Text("unmeasured", .caution)
        }
    }

    private var savedColumns: [Definition] {
        pair(below: "saved, %", rangeRank: 2) { row in
            Table.Text(
                row.saved.map { Self.percentage($0.estimate) } ?? "", value: row.saved?.estimate)
        } range: { row in
            row.saved.flatMap { Self.ends($0, as: Self.percentage) }
        }
    }

    private var ratioColumns: [Definition] {
        pair(below: "× \(TextWrap.cut(changes.base, width: 12))", rangeRank: 4) { row in
            guard let ratio = row.speed else { return Table.Text("") }
            let mark = row.isSpeedWithinNoise == true ? " ~" : ""
            return Table.Text(
                Figures.closeRatio(ratio.estimate) + mark, value: ratio.estimate)
        } range: { row in
            row.speed.flatMap { Self.ends($0) { fixed($0, 2) } }
        }
    }

    private var speedColumns: [Definition] {
        let unit = TextWrap.cut(
            scenario.unit.isEmpty ? "units" : scenario.unit, width: Table.unitWidth)
        let heading = "\(speed.prefix.isEmpty ? "" : speed.prefix + " ")\(unit)/s"
        return pair(below: heading, rangeRank: 6) { row in
            Table.Text(
                row.unitsPerSecond.map { speed.text($0.estimate) } ?? "",
                value: row.unitsPerSecond?.estimate)
        } range: { row in
            row.unitsPerSecond.flatMap { Self.ends($0, as: speed.text) }
        }
    }

    private static func percentage(_ share: Double) -> String {
        // Adding zero makes a negative zero a plain one.
        Figures.signed((share * 1000).rounded() / 10 + 0, 1)
    }

    /// Returns `96.1–96.6`; `nil` if both ends read the same.
    private static func ends(_ interval: Interval, as words: (Double) -> String) -> String? {
        let (low, high) = (words(interval.low), words(interval.high))
        guard low != high else { return nil }
        return low.hasPrefix("−") || high.hasPrefix("−") ? "\(low) to \(high)" : "\(low)–\(high)"
    }

    // MARK: Legend

    /// The meaning of the terms used only in this table.
    var legend: [String] {
        let place = scenario.label(of: worth.scale)
        let saved = "saved: share of \(changes.base)'s net at \(place)"
        let isMarked = worth.rows.contains { $0.isUnbudgeted }
        let unbudgeted =
            "\(Self.unbudgetedMark): over its budget, so from the one trial without a budget"
        let (shown, count) = rows.combinations
        let combined = "together: the \(shown.count) of \(count) combinations with the lowest net"
        let hasSpeed = worth.rows.contains { $0.speed != nil }
        let ratio = "× \(changes.base): speed, divided by that of \(changes.base)"
        let hasClaim = worth.rows.contains { $0.claim != nil }
        return (hasClaim ? ["claimed: the saving that the scenario file states"] : [])
            + [saved] + (hasSpeed ? [ratio] : []) + (isMarked ? [unbudgeted] : [])
            + (!shown.isEmpty && shown.count < count ? [combined] : [])
            + (worth.rows.contains { $0.isSpeedWithinNoise == true } ? [SpeedWords.legend] : [])
    }
}
