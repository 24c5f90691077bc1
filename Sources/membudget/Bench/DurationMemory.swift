import FoundationEssentials
import MemoryBudget
import RunStore

/// How long each cell took when it was last run here, from which a plan's time is estimated.
///
/// A convenience: what can't be read or written is as if it were not known yet.
struct DurationMemory {
    private let path: String
    private var nanoseconds: [String: Int] = [:]

    /// Reads what is known, from `durations.json` beside the dataset cache.
    init(cacheRoot: String) {
        path = "\(cacheRoot)/../durations.json"
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return }
        nanoseconds = (try? JSONDecoder().decode([String: Int].self, from: data)) ?? [:]
    }

    /// The last duration of a cell; nil if it never ran here.
    func duration(of cell: Cell, in scenario: String) -> Duration? {
        nanoseconds[Self.key(cell, scenario)].map { .nanoseconds($0) }
    }

    /// Takes note of a trial.
    mutating func note(_ observation: Observation, of cell: Cell, in scenario: String) {
        nanoseconds[Self.key(cell, scenario)] = observation.wallNanoseconds
    }

    /// Writes what is known.
    func save() {
        guard let data = try? JSONEncoder().encode(nanoseconds) else { return }
        try? AtomicFile.write([UInt8](data), to: path)
    }

    private static func key(_ cell: Cell, _ scenario: String) -> String {
        "\(scenario)/\(cell.variant)/\(cell.scale.units)"
    }
}
