internal import Files
package import MemoryBudget

/// The journal of a run, `trials.jsonl`: one observation a line, on disk before the next trial.
///
/// One process writes a journal; the lock is gone with the process, however it dies. What is measured
/// runs as the same user and could write to it: the journal then ends with an error.
package struct Journal: ~Copyable {
    private var file: AppendedFile
    /// The trials that were there when it was opened.
    package let earlier: [Observation]

    /// Opens or makes a journal; what a killed writer left of its last line is cut off.
    ///
    /// All of it is read first: what is no journal is refused and stays as it is.
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
                .damaged, path: path, reason: "it ends with what is no part of a trial",
                advice: "remove that, or choose another directory")
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

    /// Whether a rest without a line end can be of a writer that was killed: the start of an object, or
    /// the zeros that a power cut leaves of it.
    private static func mayBeTorn(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.isEmpty || rest.first == UInt8(ascii: "{") || rest.allSatisfy { $0 == 0 }
    }

    /// Appends one observation and returns once it is on disk.
    ///
    /// - Throws: ``RunStoreError`` with code `writeFailed`; then the journal ends as it did before.
    ///   With code `changed` if something else wrote to it.
    package mutating func append(_ observation: Observation) throws(RunStoreError) {
        let line = try observation.jsonLine()
        do throws(StoredFileError) {
            try file.append(line)
        } catch {
            throw RunStoreError(error)
        }
    }

    /// Checks that it holds what was written, and nothing else.
    ///
    /// - Throws: ``RunStoreError`` with code `changed`.
    package func check() throws(RunStoreError) {
        do throws(StoredFileError) {
            try file.check()
        } catch {
            throw RunStoreError(error)
        }
    }

    /// Whether a file is a journal as far as its first line tells; also an empty one, or one whose
    /// writer was killed within that line.
    static func mayBeOurs(_ name: String, in folder: StoredFolder) -> Bool {
        guard let start = folder.start(of: name, byteCountMaximum: 1 << 20) else { return false }
        guard let end = start.firstIndex(of: UInt8(ascii: "\n")) else {
            return start.isEmpty || start[0] == UInt8(ascii: "{")
        }
        return JSONText.has(JournalLine.self, in: start[..<end])
    }

    /// Whether a process has the journal open for writing.
    static func isInUse(at path: String) -> Bool {
        do {
            // Who writes has it alone. That others read it together is asked for here, which takes no file
            // that is open for writing, also on NFS.
            return try !OpenFile(reading: path).lock(.shared)
        } catch {
            return false
        }
    }
}

/// What tells a journal's line from another file's, whatever its figures are.
private struct JournalLine: Decodable {
    let scenario: String
    let strategy: String
    let kind: Observation.Kind
    let outcome: Outcome
}

extension Observation {
    /// One line of JSON with a newline: a line of `trials.jsonl`, and what `run --json` writes.
    package func jsonLine() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.line(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "a trial", reason: "it cannot be encoded: \(error)")
        }
    }
}
