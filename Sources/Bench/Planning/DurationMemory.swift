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

    /// The file that is ours to write: none is there yet, or one that an earlier run wrote; nil for
    /// somebody else's, and without a cache.
    private let path: String?
    private var experiences: [String: Known] = [:]

    /// The experiences of a scenario, and in which order they were made.
    private struct Known {
        private var latest: [DurationForecast.Experience.Key: Numbered] = [:]
        private var count = 0

        private struct Numbered {
            var number: Int
            var experience: DurationForecast.Experience
        }

        init(_ experiences: [DurationForecast.Experience] = []) {
            for experience in experiences { note(experience) }
        }

        mutating func note(_ experience: DurationForecast.Experience) {
            latest[experience.key] = Numbered(number: count, experience: experience)
            count += 1
        }

        /// The oldest first.
        var inOrder: [DurationForecast.Experience] {
            latest.values.sorted { $0.number < $1.number }.map(\.experience)
        }
    }

    /// Reads what is known, from `durations.json` beside the dataset cache.
    ///
    /// - Parameter cacheRoot: The folder of the datasets; nil remembers nothing.
    init(cacheRoot: String?) {
        let path = cacheRoot.map { "\($0)/../durations.json" }
        guard let path, FileKind(ofLink: path) != nil else {
            self.path = path
            return
        }
        let bytes = RegularFile.start(of: path, byteCountMaximum: Self.bytesMaximum) ?? []
        let known = try? JSONDecoder().decode(
            [String: [DurationForecast.Experience]].self, from: Data(bytes))
        self.path = known == nil ? nil : path
        experiences = (known ?? [:]).mapValues { Known($0) }
    }

    /// The forecast for a scenario's trials.
    func forecast(for request: BenchRequest) -> DurationForecast {
        let strategies = request.worker?.pipeline.strategies ?? []
        let speeds = strategies.compactMap { strategy in
            strategy.nominalUnitsPerSecond.map { (strategy.name, $0) }
        }
        return DurationForecast(
            of: request.scenario, from: experiences[request.scenario.name]?.inOrder ?? [],
            unitsPerSecond: Dictionary(speeds) { first, _ in first })
    }

    /// Takes note of a trial.
    mutating func note(_ experience: DurationForecast.Experience, in scenario: String) {
        experiences[scenario, default: Known()].note(experience)
    }

    /// Writes what is known, unless somebody else's file bears the name.
    func save() {
        let stored = experiences.mapValues { Array($0.inOrder.suffix(Self.experiencesMaximum)) }
        guard let path, let data = try? JSONEncoder().encode(stored) else { return }
        try? AtomicFile.write([UInt8](data), to: path)
    }
}
