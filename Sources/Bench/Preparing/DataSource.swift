import Datasets
import MemoryBudget
import Processes
import ScenarioFiles

/// The user's own data of a scenario, looked at before anything runs.
enum DataSource: Sendable {
    /// The first records of one file.
    case records(FirstRecords)
    /// One file per scale.
    case files(ScaledFiles)
    /// The output of a command.
    case command(CommandData)

    /// Looks at the data that a scenario names; reads a file of records once.
    ///
    /// - Throws: `DatasetError` for what isn't there or can't be divided into records.
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

    /// The records of the file; nil for other data.
    var recordCount: Int? {
        if case .records(let records) = self { records.file.recordCount } else { nil }
    }

    /// Finds a scale without data.
    ///
    /// - Throws: `DatasetError.Code.beyondFile` that names every such scale.
    func check(_ scales: [Scale]) throws(DatasetError) {
        switch self {
        case .records(let records): try records.check(scales)
        case .files(let files): try files.check(scales)
        case .command: break
        }
    }

    /// The source of what the cache has to hold for a scale; nil for data that is used where it is.
    func cached(at scale: Scale) -> (any DatasetSource)? {
        switch self {
        case .records(let records):
            scale.units == records.file.recordCount ? nil : records
        case .command(let command): command
        case .files: nil
        }
    }

    /// The data of a scale, made or found.
    ///
    /// - Parameter cache: Asked for only if the scale needs one.
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

    /// The files that decide over the data, for a run that is resumed: of each its path, and its digest
    /// if that is known.
    func files(for scales: [Scale]) -> [(path: String, digest: String?)] {
        switch self {
        case .records(let records): [(records.file.path, records.file.contentDigest)]
        case .files(let files): scales.compactMap { files.path(for: $0) }.map { ($0, nil) }
        case .command(let command): command.scripts.map { ($0, nil) }
        }
    }
}
