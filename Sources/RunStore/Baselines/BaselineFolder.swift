internal import Files
internal import MemoryBudget

/// A folder of committed baselines: `<environment class>/<scenario>.json`.
///
/// ```swift
/// let folder = try BaselineFolder(reading: "baselines", scenarios: ["csv-ingest"])
/// let classes = folder.classes(of: "csv-ingest")
/// ```
package struct BaselineFolder: Hashable, Sendable {
    /// The path as given.
    package let path: String
    /// Whether it holds no baseline at all, for any scenario or environment class.
    package private(set) var isEmpty = true
    private var records: [String: [EnvironmentClass: BaselineRecord]] = [:]

    /// Creates a folder without baselines, such as one that does not exist yet.
    init(empty path: String) {
        self.path = path
    }

    /// Reads the baselines that an update replaces; none if the folder does not exist yet.
    ///
    /// - Throws: ``RunStoreError`` with code `damaged`, as in ``init(reading:scenarios:)``.
    package init(updating path: String, scenarios: [String]) throws(RunStoreError) {
        self =
            Directory.exists(path)
            ? try BaselineFolder(reading: path, scenarios: scenarios) : BaselineFolder(empty: path)
    }

    /// Reads the baselines of some scenarios, in every environment class.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun` if the folder does not exist, or `damaged` for
    ///   a file that is not a baseline, or whose scenario or class doesn't match its path.
    package init(reading path: String, scenarios: [String]) throws(RunStoreError) {
        self.path = path
        guard Directory.exists(path) else {
            throw RunStoreError(
                .noRun, path: path, reason: "there is no such folder",
                advice: "the same command with --update-baseline in place of --baseline creates it")
        }
        let stored = StoredFolder(path)
        let folders = try withStoredFiles(stored.names())
        for folder in folders where [.directory, .link].contains(stored.kind(of: folder)) {
            let names = stored.kind(of: folder) == .directory ? try? stored.names(in: folder) : nil
            if names?.contains(where: { $0.hasSuffix(".json") }) ?? true { isEmpty = false }
            for scenario in scenarios {
                let name = "\(folder)/\(scenario).json"
                let file = "\(path)/\(name)"
                let bytes = try withStoredFiles(
                    stored.bytes(of: name, upTo: StoredLimits.baseline))
                guard let bytes else { continue }
                let record = try BaselineRecord(json: bytes, path: file)
                try Self.check(record, scenario: scenario, folder: folder, file: file)
                records[scenario, default: [:]][record.environment] = record
            }
        }
    }

    /// Returns the baseline of a scenario in an environment class; `nil` if there is none.
    package func record(of scenario: String, in environment: EnvironmentClass) -> BaselineRecord? {
        records[scenario]?[environment]
    }

    /// Returns the baselines of a scenario in all environment classes, sorted by class name.
    package func records(of scenario: String) -> [BaselineRecord] {
        (records[scenario] ?? [:]).values.sorted { $0.environment.name < $1.environment.name }
    }

    /// Returns the sorted names of the environment classes in which a scenario has a baseline.
    package func classes(of scenario: String) -> [String] {
        records(of: scenario).map(\.environment.name)
    }

    /// Writes baselines below a folder, creating it if needed. Either all are written or none, and
    /// then nothing new is left behind.
    ///
    /// - Returns: The paths of the files.
    package static func write(
        _ records: [BaselineRecord], below path: String
    ) throws(RunStoreError) -> [String] {
        var files: [(path: String, bytes: [UInt8])] = []
        for record in records {
            let name = "\(record.environment.name)/\(record.scenario).json"
            files.append(("\(path)/\(name)", try record.json()))
        }
        var folders = NewFolders()
        do throws(FileError) {
            for file in files { try folders.make(parentPath(of: file.path)) }
            try AtomicFile.write(all: files)
        } catch {
            folders.removeEmpty()
            throw RunStoreError(error)
        }
        return files.map(\.path)
    }

    /// Checks, before hours of work depend on it, that a folder can be created and written; leaves
    /// nothing behind.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk.
    package static func checkWritable(_ path: String) throws(RunStoreError) {
        var folders = NewFolders()
        defer { folders.removeEmpty() }
        do throws(FileError) {
            try folders.make(path)
            try AtomicFile.checkWritable(path)
        } catch {
            throw RunStoreError(error)
        }
    }

    /// Refuses a copied or renamed file, which would be compared with the wrong results.
    private static func check(
        _ record: BaselineRecord, scenario: String, folder: String, file: String
    ) throws(RunStoreError) {
        let reason: String
        if record.scenario != scenario {
            reason = "it is a baseline of '\(record.scenario)'"
        } else if record.environment.name != folder {
            reason = "it is a baseline of the environment '\(record.environment.name)'"
        } else if record.cells.contains(where: { $0.peakBytes.isEmpty }) {
            reason = "a cell has no 'peak_bytes'"
        } else if let objection = record.cells.lazy.compactMap(\.objection).first {
            reason = objection
        } else if let twice = duplicate(in: record.cells) {
            reason = "it has \(twice.title) twice"
        } else {
            return
        }
        throw RunStoreError(.damaged, path: file, reason: reason, advice: BaselineRecord.advice)
    }

    private static func duplicate(in cells: [BaselineRecord.Cell]) -> BaselineRecord.Cell? {
        var seen: Set<Cell> = []
        return cells.first { !seen.insert($0.key).inserted }
    }
}

extension BaselineRecord {
    static let advice =
        "restore it, or delete it and write it again with 'membudget gate --update-baseline'"

    /// Returns the text of the file: indented, keys sorted, numbers in full precision.
    func json() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: scenario, reason: "the baseline cannot be encoded: \(error)")
        }
    }

    /// Reads the text of a baseline; the path is only for messages.
    ///
    /// - Throws: ``RunStoreError`` with code `damaged`.
    init(json: [UInt8], path: String) throws(RunStoreError) {
        do {
            self = try JSONText.decode(Self.self, from: json)
        } catch {
            throw RunStoreError(
                .damaged, path: path,
                reason: "this is not a baseline of membudget: \(JSONText.explain(error))",
                advice: Self.advice)
        }
        guard schema == Self.schema else {
            throw RunStoreError(
                .damaged, path: path,
                reason: "its schema is '\(schema)', but this membudget reads '\(Self.schema)'",
                advice: Self.advice)
        }
    }
}
