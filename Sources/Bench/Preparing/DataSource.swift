import Datasets
import MemoryBudget
import Processes
import ScenarioFiles

/// The user's own data for a scenario, examined before anything runs.
enum DataSource: Sendable {
    /// The leading records of one file.
    case records(FirstRecords)
    /// One file per scale.
    case files(ScaledFiles)
    /// The output of a command.
    case command(CommandData)

    /// Examines the data that a scenario names; a file of records is read once.
    ///
    /// - Throws: `DatasetError` if the data doesn't exist or can't be divided into records.
    init(
        _ own: OwnData, of scenario: Scenario, libexec: String,
        progress: DatasetProgress.Handler
    ) throws {
        switch own {
        case .file(let path, let repeats):
            let isPipeline = if case .pipeline = scenario.job { true } else { false }
            let file = try RecordFile(
                scanning: scenario.path(path), isCommaTable: isPipeline, progress: progress)
            self = .records(FirstRecords(of: file, repeats: repeats, isChecked: isPipeline))
        case .files(let pattern):
            self = .files(ScaledFiles(scenario.path(pattern)))
        case .command(let words):
            self = .command(try CommandData(words, folder: scenario.folder, libexec: libexec))
        }
    }

    /// Whether there is an empty input, on which floors can be measured.
    var hasFloor: Bool {
        switch self {
        case .records, .command: true
        case .files(let files): files.path(for: .floor) != nil
        }
    }

    /// The number of records in the file; `nil` for other data.
    var recordCount: Int? {
        if case .records(let records) = self { records.file.recordCount } else { nil }
    }

    /// Checks that every scale has data.
    ///
    /// - Throws: `DatasetError` with code `beyondFile`, which names every scale without data.
    func check(_ scales: [Scale]) throws(DatasetError) {
        switch self {
        case .records(let records): try records.check(scales)
        case .files(let files): try files.check(scales)
        case .command: break
        }
    }

    /// Returns the source of a scale's data in the cache; `nil` for data that is used in place.
    func cached(at scale: Scale) -> (any DatasetSource)? {
        switch self {
        case .records(let records):
            scale.units == records.file.recordCount ? nil : records
        case .command(let command): command
        case .files: nil
        }
    }

    /// Returns the data of a scale, generated or existing.
    ///
    /// - Parameter cache: Called only if the scale needs the cache.
    func dataset(
        at scale: Scale, cache: () throws -> DatasetCache, progress: DatasetProgress.Handler
    ) throws -> Dataset {
        if let source = cached(at: scale) {
            return try cache().dataset(from: source, scale: scale, progress: progress)
        }
        switch self {
        case .records(let records): return try records.whole(progress: progress)
        case .files(let files): return try files.dataset(for: scale)
        case .command: preconditionFailure("a command's data is always in the cache")
        }
    }

    /// Returns the files that determine the data, to be checked when a run is resumed: each with
    /// its path, and its digest if known.
    func files(for scales: [Scale]) -> [(path: String, digest: String?)] {
        switch self {
        case .records(let records): [(records.file.path, records.file.contentDigest)]
        case .files(let files): scales.compactMap { files.path(for: $0) }.map { ($0, nil) }
        case .command(let command): command.scripts.map { ($0, nil) }
        }
    }
}
