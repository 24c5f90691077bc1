internal import Files
internal import Glibc
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

    private static func profileName(of trial: Observation) -> String {
        SeriesFile.stem(of: trial) + ".json"
    }

    /// Reads the profile of a trial; nil if it has none.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package func profile(of trial: Observation) throws(RunStoreError) -> ProfileRecord? {
        let path = "\(profilesPath)/\(Self.profileName(of: trial))"
        return access(path, F_OK) == 0 ? try readProfile(at: path) : nil
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

    /// The same; none where there are none.
    package func profilesIfAny() throws(RunStoreError) -> [ProfileRecord] {
        let names = directoryEntries(profilesPath).filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else { return [] }
        let observations = try observations()
        var records: [ProfileRecord] = []
        for name in names {
            var record = try readProfile(at: "\(profilesPath)/\(name)")
            record.inflation = ProfileInflation(of: record.trial, beside: observations)
            records.append(record)
        }
        return records.sorted {
            ($0.trial.scenario, $0.trial.scale.units) < ($1.trial.scenario, $1.trial.scale.units)
        }
    }

    private func readProfile(at path: String) throws(RunStoreError) -> ProfileRecord {
        let bytes = try withStoreErrors(OpenFile(reading: path).readAll())
        do {
            return try JSONText.decode(ProfileRecord.self, from: bytes)
        } catch {
            throw RunStoreError(
                .unreadable, path: path, reason: JSONText.explain(error),
                advice: "remove it, and profile again")
        }
    }
}
