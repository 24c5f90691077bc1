import Datasets
import Files
import Harness
import MemoryBudget
import Reports
import RunStore

/// The trials, time and disk space that a run needs, computed before anything is generated or
/// started.
struct BenchPlan {
    /// The disk space that the run needs.
    private(set) var disk = DiskNeed()
    /// The plan as it is shown to the user.
    let run: RunPlan

    /// The maximum size of a trial's record, whose memory series has at most 2,000 lines.
    private static let recordBytesPerTrial = 128 << 10

    /// Creates the plan of a run.
    ///
    /// - Parameters:
    ///   - requests: The scenarios to run.
    ///   - own: The user's own file; `nil` for generated data.
    ///   - cache: The dataset cache; `nil` if none is needed and none is available.
    ///   - durations: The durations of earlier trials.
    ///   - runPath: The path of the run's folder.
    ///   - recorded: The trials of an earlier part of the run, which take no more time.
    ///   - ceiling: The maximum memory of a need trial; `nil` if unknown.
    init(
        of requests: [BenchRequest], own: InputPreparation.Prepared?, cache: DatasetCache?,
        durations: DurationMemory, runPath: String,
        recorded: Set<TrialIdentity> = [], ceiling: ByteCount? = nil
    ) throws {
        let datasets = try own == nil ? cache.map { try DatasetNeed(of: requests, in: $0) } : nil
        let schedules = requests.map { request in
            (request, request.schedule(hasOwnInput: own != nil).trials)
        }
        let results = try requests.compactMap { try $0.resultBytes(own: own) }.max()
        let storage = try requests.map { try $0.storageNeed }
        let served = storage.map(\.bytes).max() ?? 0
        let records = schedules.reduce(0) { $0 + $1.1.count } * Self.recordBytesPerTrial
        if let cache {
            disk.add(
                (datasets?.bytes ?? 0) - (datasets?.evictableBytes ?? 0), "of datasets",
                to: cache.root)
        }
        disk.add(served, "in its server", to: environmentTemporaryFolder())
        disk.add((results ?? 0) + records, "of results", to: runPath)
        var plan = RunPlan(
            parts: schedules.map { $0.planPart(of: $1) }, runDirectory: runPath)
        plan.datasetBytes = datasets?.bytes ?? 0
        plan.unsizedDatasetCount = datasets?.unsizedCount ?? 0
        plan.servedBytes = served
        plan.resultBytes = results
        plan.freeBytes = Self.freeBytes([cache?.root, runPath].compactMap(\.self))
        plan.alreadyDone = recorded.count
        plan.unavailable = requests.flatMap(\.absences)
        plan.time = Self.time(
            of: schedules.map { request, trials in
                (
                    request,
                    trials.filter { !recorded.contains($0.identity(in: request.scenario.name)) }
                )
            }, durations, ceiling: ceiling,
            preparing: (datasets?.duration ?? .zero)
                + storage.map(\.duration).reduce(.zero, +))
        run = plan
    }

    /// Returns the free bytes of the fuller of two disks.
    private static func freeBytes(_ paths: [String]) -> Int? {
        paths.compactMap { DiskSpace(of: $0)?.freeBytes }.min()
    }

    private static func time(
        of schedules: [(BenchRequest, [PlannedTrial])], _ durations: DurationMemory,
        ceiling: ByteCount?, preparing: Duration
    ) -> RunPlan.Time? {
        let totals = schedules.map { request, trials in
            durations.forecast(for: request, ceiling: ceiling).total(
                of: trials, withNeed: request.measuresNeed, profiling: request.profiledCells)
        }
        let trials = totals.reduce(Duration.zero) { $0 + $1.duration }
        let isComplete = totals.allSatisfy(\.isComplete)
        // The duration of floors alone is no estimate of the run.
        let isKnown = isComplete || totals.contains { $0.isConclusive }
        return isKnown
            ? RunPlan.Time(duration: trials + preparing, isLowerBound: !isComplete) : nil
    }
}

extension BenchRequest {
    /// Returns the scenario's line of the plan.
    fileprivate func planPart(of trials: [PlannedTrial]) -> RunPlan.Part {
        let floors = trials.count { $0.kind == .floor }
        var part = RunPlan.Part(
            scenario: scenario.name, cells: cells.count, measured: trials.count - floors,
            floor: floors, extraAtMost: extraAtMost, needAtMost: measuresNeed ? cells.count : 0)
        part.profiledAtMost = profiledCells == .none ? 0 : cells.count
        if verifiesBreakPoints { part.edgesAtMost = 2 * Set(cells.map(\.variant)).count }
        return part
    }

    /// The number of additional trials if every judged cell stays undecided.
    private var extraAtMost: Int {
        // The trials of a base are compared, not judged, so they are never repeated.
        guard build == .head else { return 0 }
        let judged = cells.count {
            $0.role != .reference && scenario.budget(of: $0.strategy) != nil
        }
        return judged * (ExtraTrials.cap(trials: scenario.trials) - scenario.trials)
    }

    fileprivate var absences: [RunPlan.Absence] {
        unavailable.map {
            RunPlan.Absence(
                scenario: scenario.name, strategy: $0.strategy, reason: $0.reason)
        }
    }

    /// The disk space and time that the data takes besides its files, for all scales together.
    var storageNeed: StorageNeed {
        get throws {
            guard let dataset = scenario.dataset, !cells.isEmpty else { return StorageNeed() }
            return try DatasetKinds.storage(for: dataset).need(
                fileBytes: DatasetNeed.items(of: self).map(\.bytes))
        }
    }

    /// Returns the maximum size of a trial's folder, in bytes; `nil` if the pipeline doesn't
    /// specify it.
    fileprivate func resultBytes(own: InputPreparation.Prepared?) throws -> Int? {
        guard let ratio = worker?.pipeline.outputBytesPerInputByte, ratio >= 0 else { return nil }
        let inputBytes =
            try own.map { $0.inputs.values.map(\.bytes) }
            ?? DatasetNeed.items(of: self).map(\.bytes)
        return inputBytes.max().map { Int(min(Double($0) * ratio, 9e18)) }
    }
}
