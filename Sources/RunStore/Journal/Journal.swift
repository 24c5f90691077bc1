internal import Files
internal import Glibc
package import MemoryBudget

/// The journal of a run, `trials.jsonl`: one observation a line, on disk before the next trial.
///
/// One process writes a journal; the lock is gone with the process, however it dies.
package struct Journal: ~Copyable {
    private let file: OpenFile
    private var byteCount: Int

    /// Opens or makes a journal; what a killed writer left of its last line is cut off.
    init(path: String) throws(RunStoreError) {
        let file = try withStoreErrors(OpenFile(path, O_RDWR | O_CREAT | O_APPEND, to: .create))
        guard file.lock() else {
            throw RunStoreError(
                .inUse, path: path, reason: "another membudget is writing this run")
        }
        do throws(FileError) {
            let bytes = try file.readAll()
            let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if whole < bytes.count { try file.truncate(to: whole) }
            try file.synchronize()
            byteCount = whole
        } catch {
            throw RunStoreError(error)
        }
        self.file = file
    }

    /// Appends one observation and returns once it is on disk.
    ///
    /// - Throws: ``RunStoreError`` with code `writeFailed`; then the journal ends as it did before.
    package mutating func append(_ observation: Observation) throws(RunStoreError) {
        let line = try observation.jsonLine()
        do throws(FileError) {
            try file.write(line)
            try file.synchronize()
        } catch {
            try? file.truncate(to: byteCount)
            throw RunStoreError(error)
        }
        byteCount += line.count
    }

    /// Whether a file is a journal as far as its first line tells; also an empty one, or one whose
    /// writer was killed within that line.
    static func mayBeOurs(at path: String) -> Bool {
        guard let start = RegularFile.start(of: path, byteCountMaximum: 1 << 20) else {
            return false
        }
        guard let end = start.firstIndex(of: UInt8(ascii: "\n")) else {
            return start.isEmpty || start[0] == UInt8(ascii: "{")
        }
        return (try? JSONText.decode(JournalLine.self, from: start[..<end])) != nil
    }

    /// Whether a process has the journal open for writing.
    static func isInUse(at path: String) -> Bool {
        do {
            return try !OpenFile(reading: path).lock()
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
