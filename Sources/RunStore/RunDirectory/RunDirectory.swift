internal import Files
package import MemoryBudget

/// The directory of one run: `run.json`, `trials.jsonl`, `series/` and `profiles/`.
///
/// Making one checks, before any trial is started, that everything can be written there.
package struct RunDirectory: Hashable, Sendable {
    /// As it was named, without a slash at the end.
    package let path: String

    /// What to do where a run already is.
    package enum Existing: Sendable {
        /// Refuse: a run is hours of work, and nobody asked to lose it.
        case refuse
        /// Go on with it.
        case resume
        /// Throw it away; only files of a run are removed.
        case replace
    }

    /// Opens the directory of a run that has been written.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun`.
    package init(reading path: String) throws(RunStoreError) {
        self.path = Self.trimmed(path)
        guard Self.holdsRun(self.path) else {
            throw RunStoreError(
                .noRun, path: self.path, reason: "there is no run here",
                advice: "name a directory that holds run.json or trials.jsonl")
        }
    }

    /// Makes the directory, with the ones above it, and checks that it can be written.
    ///
    /// - Parameters:
    ///   - path: New, empty, or the directory of a run; anything else is refused.
    ///   - existing: What to do with a run that is there; refused by default.
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, `inUse`, or `writeFailed` on a full
    ///   disk.
    package init(
        creating path: String, existing: Existing = .refuse
    ) throws(RunStoreError) {
        self.path = Self.trimmed(path)
        try withStoreErrors(Directory.make(self.path))
        try accept(existing)
        try withStoreErrors(AtomicFile.checkWritable(self.path))
        try withStoreErrors(Directory.make(seriesPath))
        try withStoreErrors(Directory.synchronize(self.path))
    }

    private func accept(_ existing: Existing) throws(RunStoreError) {
        guard try withStoreErrors(!Directory.names(in: path).isEmpty) else { return }
        let isStart = existing == .resume ? try holdsStart() : false
        guard Self.holdsRun(path) || isStart else {
            throw RunStoreError(
                .cannotCreate, path: path, reason: "the directory holds files that are no run",
                advice: "choose an empty directory or a new one")
        }
        // What is written into them must not land elsewhere.
        for name in ["series", "rejected", "profiles", "stderr"] {
            try withStoredFiles(folder.checkFolder(name))
        }
        switch existing {
        case .resume: try removeTemporaryFiles()
        case .replace: try removeContents()
        case .refuse:
            throw RunStoreError(
                .cannotCreate, path: path, reason: "a run is already there",
                advice: "choose another directory, or remove it")
        }
    }

    /// Whether nothing but the first moments of a run are here: before its journal there is only an
    /// empty folder for its series. Somebody's own `work` is no run's.
    private func holdsStart() throws(RunStoreError) -> Bool {
        let names = try withStoreErrors(Directory.names(in: path))
        return names.allSatisfy { name in
            name == "series" && directoryEntries(seriesPath).isEmpty
                || AtomicFile.isTemporary(name) && RegularFile.exists("\(path)/\(name)")
        }
    }

    /// Removes the files that a killed writer had not renamed yet; nobody else writes any.
    private func removeTemporaryFiles() throws(RunStoreError) {
        guard !Journal.isInUse(at: journalPath) else { return }
        for folder in [path, seriesPath, rejectedPath, profilesPath, stderrPath]
        where Directory.exists(folder) {
            for name in try withStoreErrors(Directory.names(in: folder))
            where AtomicFile.isTemporary(name) {
                try withStoreErrors(Directory.remove("\(folder)/\(name)"))
            }
        }
    }

    /// Removes the run and its directory; what is no file of a run stays, and then so does the
    /// directory.
    ///
    /// - Throws: ``RunStoreError`` with code `inUse` while a membudget writes it.
    package func remove() throws(RunStoreError) {
        try removeContents()
        try withStoreErrors(Directory.removeIfEmpty(path))
    }

    private func removeContents() throws(RunStoreError) {
        guard !Journal.isInUse(at: journalPath) else {
            throw RunStoreError(
                .inUse, path: path, reason: "another membudget is writing this run")
        }
        for name in Self.names { try withStoreErrors(Directory.remove("\(path)/\(name)")) }
    }

    /// All that a run consists of.
    static let names = [
        "run.json", "trials.jsonl", "series", "rejected", "profiles", "stderr", "work",
    ]

    /// The folder for what lasts no longer than its trial.
    package var workPath: String { path + "/work" }
    var recordPath: String { path + "/run.json" }
    var journalPath: String { path + "/trials.jsonl" }
    var seriesPath: String { path + "/series" }
    var rejectedPath: String { path + "/rejected" }
    var stderrPath: String { path + "/stderr" }

    /// Whether a run is here: its record, or the journal of one that had no time to write it.
    static func holdsRun(_ path: String) -> Bool {
        let folder = StoredFolder(path)
        return folder.kind(of: "run.json") != nil || Journal.mayBeOurs("trials.jsonl", in: folder)
    }

    /// Its files, any of which somebody else may have made.
    var folder: StoredFolder { StoredFolder(path) }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.isEmpty ? "." : path
    }
}

extension RunDirectory {
    /// Writes `run.json`, whole or not at all.
    package func write(_ record: RunRecord) throws(RunStoreError) {
        let bytes = try record.json()
        try withStoreErrors(AtomicFile.write(bytes, to: recordPath))
    }

    /// Whether there is a `run.json`; not before a run's end, or its orderly interruption.
    package var hasRecord: Bool { folder.kind(of: "run.json") != nil }

    /// Reads `run.json`.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun` if there is none, `unreadable` if it is not
    ///   JSON, lacks a key, or follows another format or version, `damaged` for a trial that can't have
    ///   been measured, and for what is no regular file.
    package func record() throws(RunStoreError) -> RunRecord {
        let bytes = try withStoredFiles(folder.bytes(of: "run.json", upTo: StoredLimits.record))
        guard let bytes else {
            throw RunStoreError(.noRun, path: recordPath, reason: "there is no such file")
        }
        return try RunRecord(json: bytes, path: recordPath)
    }

    /// Opens the journal to append to; a torn last line is cut off first.
    ///
    /// - Throws: ``RunStoreError`` with code `inUse` if another membudget has it open.
    package func openJournal() throws(RunStoreError) -> Journal {
        let journal = try Journal(path: journalPath)
        try withStoreErrors(Directory.synchronize(path))
        return journal
    }

    /// Reads the journal; an absent one has no trials.
    package func trials() throws(RunStoreError) -> JournalContents {
        try JournalContents(reading: "trials.jsonl", in: folder)
    }

    /// Writes a trial's series as CSV and returns its path relative to the run.
    @discardableResult
    package func write(
        _ series: Series, of observation: Observation
    ) throws(RunStoreError) -> String {
        let name = SeriesFile.name(of: observation)
        let text = SeriesFile.text(of: series)
        try withStoreErrors(AtomicFile.write(Array(text.utf8), to: "\(seriesPath)/\(name)"))
        return "series/\(name)"
    }

    /// Reads a trial's series; nil if it has none, or one that was cut short.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package func samples(of observation: Observation) throws(RunStoreError) -> [Sample]? {
        let name = "series/\(SeriesFile.name(of: observation))"
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.series))
        return bytes.flatMap { SeriesFile.samples(in: String(decoding: $0, as: UTF8.self)) }
    }
}
