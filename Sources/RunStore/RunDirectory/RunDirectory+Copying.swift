internal import Files
internal import MemoryBudget

extension RunDirectory {
    /// The kinds of files that a run keeps a trial each in.
    private static let kindsOfFiles: [(folder: String, ending: String, limit: ByteCount)] = [
        ("series", ".csv", StoredLimits.series), ("rejected", ".jsonl", StoredLimits.rejected),
        ("profiles", ".json", StoredLimits.profile), ("stderr", ".txt", StoredLimits.stderr),
    ]

    /// Takes over the files that another run keeps of some trials: series, rejected units, profiles,
    /// standard error.
    /// Whatever else lies there is not looked at.
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

    /// The names of its series, sorted; none without the folder.
    func seriesNames() throws(RunStoreError) -> [String] {
        try withStoredFiles(folder.names(in: "series")).filter { !AtomicFile.isTemporary($0) }
    }

    /// The journal as it is on disk; none is empty.
    func journalBytes() throws(RunStoreError) -> [UInt8] {
        try withStoredFiles(folder.bytes(of: "trials.jsonl", upTo: StoredLimits.journal)) ?? []
    }
}
