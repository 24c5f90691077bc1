internal import Files
package import HeapProfile
package import MemoryBudget

/// The heap profile of one trial, as stored in `profiles/`.
package struct ProfileRecord: Hashable, Sendable, Codable {
    /// The trial that was profiled.
    package var trial: Observation
    /// The heap profile of its process.
    package var heap: HeapProfile
    /// The cost of profiling, relative to the measured trials of its cell; `nil` if it can't be
    /// compared. It is computed from the journal, and not stored.
    package var inflation: ProfileInflation?

    enum CodingKeys: String, StoredKey {
        case trial, heap
    }

    /// Creates a record.
    package init(trial: Observation, heap: HeapProfile) {
        self.trial = trial
        self.heap = heap
    }
}

extension RunDirectory {
    var profilesPath: String { path + "/profiles" }

    /// Writes the profile of a trial.
    package func write(_ record: ProfileRecord) throws(RunStoreError) {
        let name = Self.profileName(of: record.trial)
        let bytes = try JSONText.compactFile(record, named: name)
        try withStoreErrors(Directory.make(profilesPath))
        try withStoreErrors(AtomicFile.write(bytes, to: "\(profilesPath)/\(name)"))
    }

    /// Writes the standard error of a trial's command, and returns its path relative to the run.
    package func write(
        standardError bytes: [UInt8], of trial: Observation
    ) throws(RunStoreError) -> String {
        let name = SeriesFile.stem(of: trial) + ".txt"
        try withStoreErrors(Directory.make(stderrPath))
        try withStoreErrors(AtomicFile.write(bytes, to: "\(stderrPath)/\(name)"))
        return "stderr/\(name)"
    }

    private static func profileName(of trial: Observation) -> String {
        SeriesFile.stem(of: trial) + ".json"
    }

    /// Reads the profile of a trial; `nil` if it has none.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package func profile(of trial: Observation) throws(RunStoreError) -> ProfileRecord? {
        let name = "profiles/\(Self.profileName(of: trial))"
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.profile))
        guard let bytes else { return nil }
        return try ProfileRecord(json: bytes, path: "\(path)/\(name)", of: trial)
    }

    /// Reads all profiles of the run, by scenario and scale, with the cost of profiling.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`, or `noRun` if there are none.
    package func profiles() throws(RunStoreError) -> [ProfileRecord] {
        let records = try profilesIfAny()
        guard !records.isEmpty else {
            throw RunStoreError(
                .noRun, path: path, reason: "this run has no profile",
                advice: "create one with 'membudget run --profile DIR -- COMMAND' or"
                    + " 'membudget bench --profile'")
        }
        return records
    }

    /// Reads all profiles; empty if there are none. Files without a trial are ignored.
    package func profilesIfAny() throws(RunStoreError) -> [ProfileRecord] {
        let hasAny = try withStoredFiles(folder.names(in: "profiles")).contains {
            $0.hasSuffix(".json")
        }
        guard hasAny else { return [] }
        let observations = try observations()
        var records: [ProfileRecord] = []
        for trial in observations where trial.kind == .profiled {
            guard var record = try profile(of: trial) else { continue }
            record.inflation = ProfileInflation(of: record.trial, beside: observations)
            records.append(record)
        }
        return records.sorted {
            ($0.trial.scenario, $0.trial.scale.units) < ($1.trial.scenario, $1.trial.scale.units)
        }
    }
}

extension ProfileRecord {
    /// Reads the text of a profile.
    ///
    /// - Parameters:
    ///   - path: The path of the file, for messages.
    ///   - trial: The trial that the file's name belongs to.
    /// - Throws: ``RunStoreError`` with code `damaged` if it can't be that trial's profile.
    package init(json: [UInt8], path: String, of trial: Observation) throws(RunStoreError) {
        do {
            self = try JSONText.decode(Self.self, from: json)
        } catch {
            throw RunStoreError(
                .damaged, path: path, reason: JSONText.explain(error),
                advice: "remove it, and profile again")
        }
        if let objection = objection(asOf: trial) {
            throw RunStoreError(.damaged, path: path, reason: objection)
        }
    }

    /// Returns the text of its file, in one line.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.compactFile(self, named: "profile")
    }
}
