internal import MemoryBudget
internal import RunStore

/// The sentence that names the two changes to make first, and how certain that is.
struct WorthSentence {
    private let changes: Changes
    private let worth: WorthRecord
    private let place: String

    /// Returns the sentence; `nil` for a scenario without changes, or without a measured base.
    static func text(of scenario: ScenarioView) -> String? {
        guard let changes = scenario.record.changes, let worth = scenario.record.worth else {
            return nil
        }
        return WorthSentence(
            changes: changes, worth: worth, place: "at \(scenario.label(of: worth.scale))"
        ).text
    }

    private var text: String {
        guard let first = worth.first, let row = worth.row(first.changes), let saved = row.saved
        else { return withoutPair }
        let parts = [undecided(first), uncompared(first)].compactMap(\.self)
        return ([advice(first, row: row, saved: saved)] + parts).joined(separator: " ")
    }

    // MARK: The two

    private func advice(_ first: FirstChanges, row: WorthRow, saved: Interval) -> String {
        let share = "\(Self.percentage(saved))"
        guard saved.low > 0 else {
            return "No two changes save memory beyond noise: \(names(first.changes)) save \(share)"
                + " of \(changes.base)'s peak above the floor \(place)."
        }
        let over = row.isUnbudgeted ? ", and still go over the budget" : ""
        return "Apply \(names(first.changes)) first: together they save \(share) of"
            + " \(changes.base)'s peak above the floor \(place)\(speed(row))\(over)\(rest(first))."
    }

    /// Returns the speed, only if it differs by more than noise and both sides have several trials.
    private func speed(_ row: WorthRow) -> String {
        let isRepeated = row.trials > 1 && (worth.row([])?.trials ?? 0) > 1
        guard let ratio = row.speed, row.isSpeedWithinNoise == false, isRepeated else { return "" }
        return ", at \(Figures.closeRatio(ratio.estimate)) its speed"
    }

    private func rest(_ first: FirstChanges) -> String {
        guard let most = first.othersSaveAtMost else { return "" }
        guard most > 0 else { return "; none of the others saves anything after them" }
        // Rounded up, so that it stays true.
        let bound = (most * 1000).rounded(.up) / 10
        return "; none of the others saves more than \(fixed(bound, 1)) % after them"
    }

    private func undecided(_ first: FirstChanges) -> String? {
        guard !first.undecided.isEmpty else { return nil }
        let pairs = Figures.list(first.undecided.map(WorthRows.name))
        return "\(pairs) save about as much; the difference is within noise."
    }

    private func uncompared(_ first: FirstChanges) -> String? {
        guard !first.uncompared.isEmpty else { return nil }
        return "Not compared, because their need is unknown:"
            + " \(Figures.list(first.uncompared.map(WorthRows.name)))."
    }

    // MARK: Without a pair

    private var withoutPair: String {
        guard worth.row([])?.netBytes != nil else {
            let missing = worth.row([])?.gap == .noFloor ? "floor" : "need"
            return
                "The savings are unknown: \(changes.base)'s \(missing) was not measured"
                + " \(place)."
        }
        let isPlanned = worth.rows.contains { $0.changes?.count == 2 && $0.gap != .notRun }
        guard !isPlanned else {
            return "The two changes to make first are unknown: no two together have a known need"
                + " \(place)."
        }
        let alone = worth.rows.filter { $0.changes?.count == 1 }.compactMap { row in
            row.saved.map { (row.changes ?? [], $0) }
        }
        guard let (keys, saved) = alone.max(by: { $0.1.estimate < $1.1.estimate }) else {
            return "The savings of the single changes were not measured."
        }
        return "No two changes were measured together; alone, \(names(keys)) saves the most:"
            + " \(Self.percentage(saved)) of \(changes.base)'s peak above the floor \(place)."
    }

    // MARK: Words

    /// Returns `1 (stream-results) and 2 (project-fields)`.
    private func names(_ keys: [String]) -> String {
        Figures.list(
            keys.map { key in
                let name = changes.each.first { $0.key == key }?.name ?? key
                return name == key ? key : "\(key) (\(name))"
            })
    }

    /// Returns `98.6 % (98.5 to 98.7)`.
    private static func percentage(_ share: Interval) -> String {
        let words = { (share: Double) in Figures.signed((share * 1000).rounded() / 10 + 0, 1) }
        return "\(words(share.estimate)) %\(Figures.ends(share, as: words))"
    }
}
