import Files
import FoundationEssentials
import Harness
import MemoryBudget
import RunStore

/// The durations of trials in their latest runs on this machine, from which a plan's time is
/// estimated.
///
/// This is only a convenience: unreadable or unwritable durations are treated as unknown.
struct DurationMemory {
    /// The maximum number of experiences per scenario, so that the file stays small; no scenario
    /// has this many.
    private static let experiencesMaximum = 2_000
    /// The maximum size of the file to read; one with so many experiences is smaller.
    private static let bytesMaximum = 64 << 20

    /// The path of the file to write, which doesn't exist or was written by an earlier run; `nil`
    /// for a file of another origin, and without a cache.
    private let path: String?
    private var experiences: [String: Known] = [:]
    private var speed = MachineSpeed()

    /// The experiences of a scenario, and their order.
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

        /// The experiences, oldest first.
        var inOrder: [DurationForecast.Experience] {
            latest.values.sorted { $0.number < $1.number }.map(\.experience)
        }
    }

    /// Reads the known durations from `durations.json` next to the dataset cache.
    ///
    /// - Parameter cacheRoot: The folder of the datasets; `nil` remembers nothing.
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

    /// Returns the forecast for a scenario's trials.
    ///
    /// - Parameter ceiling: The maximum memory of a need trial; `nil` if unknown.
    func forecast(for request: BenchRequest, ceiling: ByteCount? = nil) -> DurationForecast {
        DurationForecast(
            of: request.scenario, from: experiences[request.scenario.name]?.inOrder ?? [],
            costs: request.worker?.pipeline.costs ?? [:], slowness: speed.slowness,
            ceiling: ceiling)
    }

    /// Learns the machine's speed from the known trials and the nominal costs of their strategies,
    /// so that trials of one scenario improve the forecast for the others.
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
                // A completed trial processed all of its units, like a need trial.
                let whole = PlannedTrial(cell: cell, kind: .need, index: 0)
                guard let time = nominal.nominal(whole) else { continue }
                speed.note(.nanoseconds(experience.nanoseconds), nominal: time)
            }
        }
    }

    /// Records the duration of a trial.
    mutating func note(_ experience: DurationForecast.Experience, in scenario: String) {
        experiences[scenario, default: Known()].note(experience)
    }

    /// Writes the known durations, unless a file of another origin has that name.
    func save() {
        let stored = experiences.mapValues { Array($0.inOrder.suffix(Self.experiencesMaximum)) }
        guard let path, let data = try? JSONEncoder().encode(stored) else { return }
        try? AtomicFile.write([UInt8](data), to: path)
    }
}

extension WorkerDescription.Pipeline {
    /// The nominal costs of the strategies, by name; strategies without nominal costs are left out.
    fileprivate var costs: [String: NominalCost] {
        strategies.reduce(into: [:]) { costs, strategy in
            guard let speed = strategy.nominalUnitsPerSecond else { return }
            costs[strategy.name] = NominalCost(
                unitsPerSecond: speed, halvingUnits: strategy.nominalHalvingUnits,
                bytesPerUnit: strategy.nominalBytesPerUnit)
        }
    }
}
