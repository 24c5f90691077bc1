internal import MemoryBudget
internal import RunStore

/// The rows of the table of changes, grouped by the way they were combined.
struct WorthRows {
    let scenario: ScenarioView
    let changes: Changes
    let worth: WorthRecord

    /// The maximum number of extra combinations shown; the scenario's table has all.
    private static let combinationsMax = 3

    typealias Named = (name: String, row: WorthRow)

    /// The groups in their order; some may be empty.
    var groups: [(label: String, rows: [Named])] {
        let sequence = changes.sequence.compactMap { keys in
            worth.row(keys).map { (name(ofLast: keys), $0) }
        }
        return [
            ("without any", worth.rows.filter { $0.changes == [] }.map { (variant($0), $0) }),
            (
                "alone",
                changes.each.compactMap { change in
                    worth.row([change.key]).map { (change.title, $0) }
                }
            ),
            ("in sequence", sequence.count > 1 ? sequence : []),
            ("together", combinations.shown.map { (Self.name(of: $0.changes ?? []), $0) }),
            ("other strategy", worth.rows.filter { $0.changes == nil }.map { (variant($0), $0) }),
        ]
    }

    /// The pairs and larger combinations with the smallest need, and their total number.
    var combinations: (shown: [WorthRow], count: Int) {
        let sequence = changes.sequence
        let all = worth.rows.filter { row in
            guard let keys = row.changes, keys.count > 1 else { return false }
            return keys.count == 2 ? row.gap != .notRun : !sequence.contains(keys)
        }
        let sorted = all.filter { $0.netBytes != nil }.sorted {
            ($0.netBytes?.estimate ?? 0) < ($1.netBytes?.estimate ?? 0)
        }
        let undecided = worth.first?.undecided ?? []
        let shown = sorted.enumerated().filter { index, row in
            index < Self.combinationsMax || row.changes.map(undecided.contains) ?? false
        }
        return (shown.map(\.element), all.count)
    }

    private func name(ofLast keys: [String]) -> String {
        let change = changes.each.first { $0.key == keys.last }
        return (keys.count > 1 ? "and " : "") + (change?.title ?? "")
    }

    /// Returns `1 + 3`.
    static func name(of keys: [String]) -> String { keys.joined(separator: " + ") }

    private func variant(_ row: WorthRow) -> String {
        let cell = scenario.cells.first {
            $0.strategy == row.strategy && $0.parameters == row.parameters
        }
        return cell.map(scenario.name) ?? row.strategy ?? ""
    }
}

extension Changes.Change {
    /// `1 stream-results`, or only the key if the change has no other name.
    var title: String { name == key ? key : "\(key) \(name)" }
}
