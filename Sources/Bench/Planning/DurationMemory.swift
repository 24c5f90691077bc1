import Files
import FoundationEssentials
import Harness
import MemoryBudget
import RunStore

/// How long each trial took when it was last run here, from which a plan's time is estimated.
///
/// A convenience: what can't be read or written is as if it were not known yet.
struct DurationMemory {
    /// More than any scenario has, so that the file stays small.
    private static let experiencesMaximum = 2_000
    /// More than so many experiences of every scenario take.
    private static let bytesMaximum = 64 << 20

    private let path: String
    /// Whether the file is ours to write: none is there yet, or one that an earlier run wrote.
    private let isOurs: Bool
    private var experiences: [String: [DurationForecast.Experience]] = [:]

    /// Reads what is known, from `durations.json` beside the dataset cache.
    init(cacheRoot: String) {
        path = "\(cacheRoot)/../durations.json"
        guard FileKind(ofLink: path) != nil else {
            isOurs = true
            return
        }
        let bytes = RegularFile.start(of: path, byteCountMaximum: Self.bytesMaximum) ?? []
        let known = try? JSONDecoder().decode(
            [String: [DurationForecast.Experience]].self, from: Data(bytes))
        isOurs = known != nil
        experiences = known ?? [:]
    }

    /// The forecast for a scenario's trials.
    func forecast(for request: BenchRequest) -> DurationForecast {
        let strategies = request.worker?.pipeline.strategies ?? []
        let speeds = strategies.compactMap { strategy in
            strategy.nominalUnitsPerSecond.map { (strategy.name, $0) }
        }
        return DurationForecast(
            of: request.scenario, from: experiences[request.scenario.name] ?? [],
            unitsPerSecond: Dictionary(speeds) { first, _ in first })
    }

    /// The time that trials of a scenario take; nil unless every one of them is known.
    func remaining(_ trials: [PlannedTrial], of request: BenchRequest) -> Duration? {
        // Past its end come need trials, and how many is not known before.
        guard !trials.isEmpty else { return nil }
        let total = forecast(for: request).total(of: trials, withNeed: false)
        return total.isComplete ? total.duration : nil
    }

    /// Takes note of a trial.
    mutating func note(_ experience: DurationForecast.Experience, in scenario: String) {
        let others = (experiences[scenario] ?? []).filter { !$0.isReplaced(by: experience) }
        experiences[scenario] = (others + [experience]).suffix(Self.experiencesMaximum)
    }

    /// Writes what is known, unless somebody else's file bears the name.
    func save() {
        guard isOurs, let data = try? JSONEncoder().encode(experiences) else { return }
        try? AtomicFile.write([UInt8](data), to: path)
    }
}
