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
    private var speed = MachineSpeed()

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
        let isWithinBounds = (try? JSONBounds.check(bytes)) != nil
        let known =
            isWithinBounds
            ? try? JSONDecoder().decode(
                [String: [DurationForecast.Experience]].self, from: Data(bytes)) : nil
        self.path = known == nil ? nil : path
        experiences = (known ?? [:]).mapValues { Known($0) }
    }

    /// The forecast for a scenario's trials.
    ///
    /// - Parameter ceiling: The most that a need trial may take; nil if that is not known.
    func forecast(for request: BenchRequest, ceiling: ByteCount? = nil) -> DurationForecast {
        DurationForecast(
            of: request.scenario, from: experiences[request.scenario.name]?.inOrder ?? [],
            costs: request.worker?.pipeline.costs ?? [:], slowness: speed.slowness,
            ceiling: ceiling)
    }

    /// Compares the trials that are known with the nominal costs of their strategies: what is known of one
    /// scenario says how fast the machine is at the others.
    mutating func learnSpeed(from requests: [BenchRequest]) {
        speed = MachineSpeed()
        for request in requests {
            let nominal = DurationForecast(
                of: request.scenario, from: [], costs: request.worker?.pipeline.costs ?? [:])
            let variants = Dictionary(
                request.cells.map { ($0.variant, $0) }, uniquingKeysWith: { first, _ in first })
            for experience in experiences[request.scenario.name]?.inOrder ?? [] {
                guard experience.stoppedAtBytes == nil, experience.units > 0,
                    var cell = variants[experience.variant]
                else { continue }
                cell.scale = Scale(units: experience.units)
                // Whatever came to its end did all of its units, as a need trial does.
                let whole = PlannedTrial(cell: cell, kind: .need, index: 0)
                guard let time = nominal.nominal(whole) else { continue }
                speed.note(.nanoseconds(experience.nanoseconds), nominal: time)
            }
        }
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

extension WorkerDescription.Pipeline {
    /// The nominal costs of its strategies, by name; those that say nothing are left out.
    fileprivate var costs: [String: NominalCost] {
        strategies.reduce(into: [:]) { costs, strategy in
            guard let speed = strategy.nominalUnitsPerSecond else { return }
            costs[strategy.name] = NominalCost(
                unitsPerSecond: speed, halvingUnits: strategy.nominalHalvingUnits,
                bytesPerUnit: strategy.nominalBytesPerUnit)
        }
    }
}
