internal import Files
package import MemoryBudget

/// The journal of a run, `trials.jsonl`: one observation per line, on disk before the next trial.
///
/// Only one process writes a journal; its lock ends with the process, however it dies. Measured
/// programs run as the same user and could write to the file, which ends the journal with an error.
package struct Journal: ~Copyable {
    private var file: AppendedFile
    /// The trials that the journal held when it was opened.
    package let earlier: [Observation]

    /// Opens or creates a journal; an incomplete last line of a killed writer is cut off.
    ///
    /// The whole file is read first; a file that is not a journal is refused and left unchanged.
    init(path: String) throws(RunStoreError) {
        var file = try withStoredFiles(AppendedFile(path))
        guard file.lock() else {
            throw RunStoreError(
                .inUse, path: path, reason: "another membudget is writing this run")
        }
        let bytes = try withStoredFiles(file.contents(upTo: StoredLimits.journal))
        let contents = JournalContents(parsing: bytes, path: path)
        let earlier = try contents.checkedObservations(path: path)
        let newline = UInt8(ascii: "\n")
        let ended = bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0
        let whole = contents.torn == nil ? bytes.count : ended
        guard Self.mayBeTorn(bytes[whole...]) else {
            throw RunStoreError(
                .damaged, path: path, reason: "it ends with data that is not part of a trial",
                advice: "remove it, or choose another folder")
        }
        do throws(StoredFileError) {
            try file.keep(bytes[..<whole])
            if whole > ended { try file.append([newline]) }
        } catch {
            throw RunStoreError(error)
        }
        self.init(file: file, earlier: earlier)
    }

    private init(file: consuming AppendedFile, earlier: [Observation]) {
        self.file = file
        self.earlier = earlier
    }

    /// Returns whether an incomplete line can be that of a killed writer: the start of an object,
    /// or the zeros that a power failure leaves.
    private static func mayBeTorn(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.isEmpty || rest.first == UInt8(ascii: "{") || rest.allSatisfy { $0 == 0 }
    }

    /// Appends one observation and returns once it is on disk.
    ///
    /// - Throws: ``RunStoreError`` with code `writeFailed`, which leaves the journal unchanged, or
    ///   with code `changed` if something else wrote to it.
    package mutating func append(_ observation: Observation) throws(RunStoreError) {
        let line = try observation.jsonLine()
        do throws(StoredFileError) {
            try file.append(line)
        } catch {
            throw RunStoreError(error)
        }
    }

    /// Checks that the journal holds exactly what was written.
    ///
    /// - Throws: ``RunStoreError`` with code `changed`.
    package func check() throws(RunStoreError) {
        do throws(StoredFileError) {
            try file.check()
        } catch {
            throw RunStoreError(error)
        }
    }

    /// Returns whether a file may be a journal, judged by its first line; `true` for an empty file,
    /// or one whose writer was killed within that line.
    static func mayBeOurs(_ name: String, in folder: StoredFolder) -> Bool {
        guard let start = folder.start(of: name, byteCountMaximum: 1 << 20) else { return false }
        guard let end = start.firstIndex(of: UInt8(ascii: "\n")) else {
            return start.isEmpty || start[0] == UInt8(ascii: "{")
        }
        return JSONText.has(JournalLine.self, in: start[..<end])
    }

    /// Returns whether a process has the journal open for writing.
    static func isInUse(at path: String) -> Bool {
        do {
            // A writer locks it exclusively. This asks for a shared lock, which doesn't require
            // write access, also on NFS.
            return try !OpenFile(reading: path).lock(.shared)
        } catch {
            return false
        }
    }
}

/// The keys that set a journal's line apart from other files.
private struct JournalLine: Decodable {
    let scenario: String
    let strategy: String
    let kind: Observation.Kind
    let outcome: Outcome
}

extension Observation {
    /// Returns one line of JSON with a newline: a line of `trials.jsonl`, or the output of `run
    /// --json`.
    package func jsonLine() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.line(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "a trial", reason: "it cannot be encoded: \(error)")
        }
    }
}
