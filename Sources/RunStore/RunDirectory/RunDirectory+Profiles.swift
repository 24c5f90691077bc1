internal import Files
package import HeapProfile
package import MemoryBudget

/// The profile of one trial, as `profiles/` keeps it.
package struct ProfileRecord: Hashable, Sendable, Codable {
    /// The trial that was profiled.
    package var trial: Observation
    /// Who held its memory.
    package var heap: HeapProfile
    /// How much more the trial took than the measured ones of its cell; nil if that can't be compared.
    /// It is computed from the journal, and not stored.
    package var inflation: ProfileInflation?

    enum CodingKeys: String, StoredKey {
        case trial, heap
    }

    /// Makes a record.
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

    /// Writes what a trial's command wrote to standard error, and returns its path relative to the run.
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

    /// Reads the profile of a trial; nil if it has none.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package func profile(of trial: Observation) throws(RunStoreError) -> ProfileRecord? {
        let name = "profiles/\(Self.profileName(of: trial))"
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.profile))
        guard let bytes else { return nil }
        return try ProfileRecord(json: bytes, path: "\(path)/\(name)", of: trial)
    }

    /// Reads every profile of the run, by scenario and scale, with what profiling did to its trial.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`; `noRun` where there are none.
    package func profiles() throws(RunStoreError) -> [ProfileRecord] {
        let records = try profilesIfAny()
        guard !records.isEmpty else {
            throw RunStoreError(
                .noRun, path: path, reason: "this run has no profile",
                advice: "make one with 'membudget run --profile DIR -- COMMAND' or 'membudget bench"
                    + " --profile'")
        }
        return records
    }

    /// The same; none where there are none. A file of no trial of the journal is no profile.
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
    ///   - path: Where it is, for messages.
    ///   - trial: The trial whose name the file has.
    /// - Throws: ``RunStoreError`` with code `unreadable`, or `damaged` for what can't be its profile.
    package init(json: [UInt8], path: String, of trial: Observation) throws(RunStoreError) {
        do {
            self = try JSONText.decode(Self.self, from: json)
        } catch {
            throw RunStoreError(
                .unreadable, path: path, reason: JSONText.explain(error),
                advice: "remove it, and profile again")
        }
        if let objection = objection(asOf: trial) {
            throw RunStoreError(.damaged, path: path, reason: objection)
        }
    }

    /// The text of its file: one line.
    package func json() throws(RunStoreError) -> [UInt8] {
        try JSONText.compactFile(self, named: "profile")
    }
}
