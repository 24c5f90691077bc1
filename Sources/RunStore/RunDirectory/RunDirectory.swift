internal import Files
package import MemoryBudget

/// The folder of one run: `run.json`, `trials.jsonl`, `series/` and `profiles/`.
///
/// Creating one checks, before the first trial, that everything can be written there.
///
/// ```swift
/// let directory = try RunDirectory(reading: "runs/a")
/// let run = try directory.record()
/// ```
package struct RunDirectory: Hashable, Sendable {
    /// The path as given, without a slash at the end.
    package let path: String

    /// The handling of a run that already exists.
    package enum Existing: Sendable {
        /// Refuses, because a run is hours of work.
        case refuse
        /// Resumes the run.
        case resume
        /// Removes the run; other files are kept.
        case replace
    }

    /// Opens the folder of an existing run.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun`.
    package init(reading path: String) throws(RunStoreError) {
        self.path = Self.trimmed(path)
        guard Self.holdsRun(self.path) else {
            throw RunStoreError(
                .noRun, path: self.path, reason: "not the folder of a run",
                advice: "choose a folder that holds run.json or trials.jsonl")
        }
    }

    /// Creates the folder and its parents, and checks that it can be written.
    ///
    /// - Parameters:
    ///   - path: A new or empty folder, or that of a run; anything else is refused.
    ///   - existing: The handling of an existing run; by default it is refused.
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
                .cannotCreate, path: path,
                reason: "the folder holds files that don't belong to a run",
                advice: "choose an empty or a new folder")
        }
        // Files must not be written elsewhere through a link.
        for name in ["series", "rejected", "profiles", "stderr"] {
            try withStoredFiles(folder.checkFolder(name))
        }
        switch existing {
        case .resume: try removeTemporaryFiles()
        case .replace: try removeContents()
        case .refuse:
            throw RunStoreError(
                .cannotCreate, path: path, reason: "there is already a run",
                advice: "choose another folder, or remove the run")
        }
    }

    /// Returns whether it holds only the start of a run: before the journal there is just an empty
    /// folder for series. A user's own folder `work` doesn't belong to a run.
    private func holdsStart() throws(RunStoreError) -> Bool {
        let names = try withStoreErrors(Directory.names(in: path))
        return names.allSatisfy { name in
            name == "series" && directoryEntries(seriesPath).isEmpty
                || AtomicFile.isTemporary(name) && RegularFile.exists("\(path)/\(name)")
        }
    }

    /// Removes the temporary files of a killed writer; nothing else writes such files.
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

    /// Removes the run and its folder. Files that don't belong to a run are kept, and then so is
    /// the folder.
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

    /// The names of all files and folders of a run.
    static let names = [
        "run.json", "trials.jsonl", "series", "rejected", "profiles", "stderr", "work",
    ]

    /// The folder for files that last no longer than their trial.
    package var workPath: String { path + "/work" }
    var recordPath: String { path + "/run.json" }
    var journalPath: String { path + "/trials.jsonl" }
    var seriesPath: String { path + "/series" }
    var rejectedPath: String { path + "/rejected" }
    var stderrPath: String { path + "/stderr" }

    /// Returns whether a folder holds a run: its record, or at least its journal.
    static func holdsRun(_ path: String) -> Bool {
        let folder = StoredFolder(path)
        return folder.kind(of: "run.json") != nil || Journal.mayBeOurs("trials.jsonl", in: folder)
    }

    /// The stored files, which other programs may have written.
    var folder: StoredFolder { StoredFolder(path) }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path.isEmpty ? "." : path
    }
}

extension RunDirectory {
    /// Writes `run.json`, completely or not at all.
    package func write(_ record: RunRecord) throws(RunStoreError) {
        let bytes = try record.json()
        try withStoreErrors(AtomicFile.write(bytes, to: recordPath))
    }

    /// Whether there is a `run.json`, which is written at the end of a run or its orderly
    /// interruption.
    package var hasRecord: Bool { folder.kind(of: "run.json") != nil }

    /// Reads `run.json`.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun` if there is none; `unreadable` if it is not
    ///   JSON, lacks a key, or has another format or version; `damaged` for a trial that can't have
    ///   been measured, or if it is not a regular file.
    package func record() throws(RunStoreError) -> RunRecord {
        let bytes = try withStoredFiles(folder.bytes(of: "run.json", upTo: StoredLimits.record))
        guard let bytes else {
            throw RunStoreError(.noRun, path: recordPath, reason: "there is no such file")
        }
        return try RunRecord(json: bytes, path: recordPath)
    }

    /// Opens the journal for appending; an incomplete last line is cut off first.
    ///
    /// - Throws: ``RunStoreError`` with code `inUse` if another membudget has it open.
    package func openJournal() throws(RunStoreError) -> Journal {
        let journal = try Journal(path: journalPath)
        try withStoreErrors(Directory.synchronize(path))
        return journal
    }

    /// Reads the journal; a missing one has no trials.
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

    /// Reads a trial's series; `nil` if there is none, or it is incomplete.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable`.
    package func samples(of observation: Observation) throws(RunStoreError) -> [Sample]? {
        let name = "series/\(SeriesFile.name(of: observation))"
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.series))
        return bytes.flatMap { SeriesFile.samples(in: String(decoding: $0, as: UTF8.self)) }
    }
}
