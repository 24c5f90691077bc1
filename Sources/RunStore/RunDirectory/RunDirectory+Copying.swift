internal import Files
internal import MemoryBudget

extension RunDirectory {
    /// The kinds of files of which a run has one per trial.
    private static let kindsOfFiles: [(folder: String, ending: String, limit: ByteCount)] = [
        ("series", ".csv", StoredLimits.series), ("rejected", ".jsonl", StoredLimits.rejected),
        ("profiles", ".json", StoredLimits.profile), ("stderr", ".txt", StoredLimits.stderr),
    ]

    /// Copies the files of some trials from another run: series, rejected units, profiles and
    /// standard error. Other files are ignored.
    func copyFiles(
        of trials: [Observation], from other: RunDirectory, checkStop: () throws -> Void
    ) throws {
        for (kind, ending, limit) in Self.kindsOfFiles {
            for trial in trials {
                let name = "\(kind)/\(SeriesFile.stem(of: trial))\(ending)"
                let bytes = try withStoredFiles(other.folder.bytes(of: name, upTo: limit))
                guard let bytes else { continue }
                try checkStop()
                try withStoreErrors(Directory.make("\(path)/\(kind)"))
                try withStoreErrors(AtomicFile.write(bytes, to: "\(path)/\(name)"))
            }
        }
    }

    /// Returns the names of its series, sorted; empty without the folder.
    func seriesNames() throws(RunStoreError) -> [String] {
        try withStoredFiles(folder.names(in: "series")).filter { !AtomicFile.isTemporary($0) }
    }

    /// Returns the journal's bytes; empty if there is none.
    func journalBytes() throws(RunStoreError) -> [UInt8] {
        try withStoredFiles(folder.bytes(of: "trials.jsonl", upTo: StoredLimits.journal)) ?? []
    }
}
