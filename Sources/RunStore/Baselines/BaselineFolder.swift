internal import Files
internal import MemoryBudget

/// A folder of committed baselines: `<class of environments>/<scenario>.json`.
package struct BaselineFolder: Hashable, Sendable {
    /// As it was named.
    package let path: String
    private var records: [String: [EnvironmentClass: BaselineRecord]] = [:]

    /// Reads the baselines of some scenarios, of every class.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun` if there is no such folder, `damaged` for a file
    ///   that is no baseline, or another scenario's or class's than its path says.
    package init(reading path: String, scenarios: [String]) throws(RunStoreError) {
        self.path = path
        guard Directory.exists(path) else {
            throw RunStoreError(
                .noRun, path: path, reason: "there is no such folder of baselines",
                advice: "'membudget gate --update-baseline \(path)' makes it")
        }
        let stored = StoredFolder(path)
        let folders = try withStoredFiles(stored.names())
        for folder in folders where [.directory, .link].contains(stored.kind(of: folder)) {
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

    /// The baseline of a scenario in a class; nil if there is none.
    package func record(of scenario: String, in environment: EnvironmentClass) -> BaselineRecord? {
        records[scenario]?[environment]
    }

    /// The baselines of a scenario in every class, sorted by its name.
    package func records(of scenario: String) -> [BaselineRecord] {
        (records[scenario] ?? [:]).values.sorted { $0.environment.name < $1.environment.name }
    }

    /// The names of the classes in which a scenario has a baseline, sorted.
    package func classes(of scenario: String) -> [String] {
        records(of: scenario).map(\.environment.name)
    }

    /// Writes a baseline below a folder, which is made if need be; whole or not at all.
    ///
    /// - Returns: The path of the file.
    package static func write(
        _ record: BaselineRecord, below path: String
    ) throws(RunStoreError) -> String {
        let folder = "\(path)/\(record.environment.name)"
        let file = "\(folder)/\(record.scenario).json"
        let bytes = try record.json()
        try withStoreErrors(Directory.make(folder))
        try withStoreErrors(AtomicFile.write(bytes, to: file))
        return file
    }

    /// Makes a folder and checks that it can be written, before hours of work depend on it.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk.
    package static func checkWritable(_ path: String) throws(RunStoreError) {
        try withStoreErrors(Directory.make(path))
        try withStoreErrors(AtomicFile.checkWritable(path))
    }

    /// A file that was copied or renamed would be compared with what it is not.
    private static func check(
        _ record: BaselineRecord, scenario: String, folder: String, file: String
    ) throws(RunStoreError) {
        let reason: String
        if record.scenario != scenario {
            reason = "it is a baseline of '\(record.scenario)'"
        } else if record.environment.name != folder {
            reason = "it is a baseline of the environment '\(record.environment.name)'"
        } else if record.cells.contains(where: { $0.peakBytes.isEmpty }) {
            reason = "a cell of it has no 'peak_bytes'"
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

    /// The text of the file: indented, keys sorted, numbers in full precision.
    func json() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: scenario, reason: "the baseline cannot be encoded: \(error)")
        }
    }

    /// Reads the text of a baseline; the path is for messages.
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
                reason: "its schema is '\(schema)', this membudget reads '\(Self.schema)'",
                advice: Self.advice)
        }
    }
}
