import Glibc
import Synchronization

/// The rejected units of a trial, counted; the first hundred with position and reason in a file.
///
/// The file is `OUTPUT.rejected.jsonl`, a line each, `{"line":N,"reason":"…"}`, with `"file":"…"`
/// before them if the input is a tree. It is made when the first unit is rejected, and every line is
/// written at once, so that it survives the worker's death. Units that were kept and are remarkable are
/// there too, with `"kept":true`; they are not counted.
/// The total is the gauge page's `units_failed`. May be used from any thread.
package final class RejectedUnits: Sendable {
    /// How many units are kept with their reason; the others are only counted.
    package static let recordedCountMax = 100
    /// The most remarks on kept units that are recorded; further ones say nothing new.
    package static let remarkCountMax = 3

    private let path: String
    private let progress: TrialProgress
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var remarkCount = 0
        var descriptor: Int32 = -1
    }

    /// Makes an empty list; nothing is written yet.
    package init(path: String, progress: TrialProgress) {
        self.path = path
        self.progress = progress
    }

    deinit {
        state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
        }
    }

    /// How many units were rejected.
    package var count: Int {
        state.withLock { $0.count }
    }

    /// Rejects a unit.
    ///
    /// - Parameters:
    ///   - file: In which file of a tree, relative to it; nil for an input that is one file.
    ///   - line: Where the unit starts in its file, from 1; 0 for the file itself.
    ///   - reason: What is wrong, in a few words; only asked for if it will be recorded.
    /// - Throws: ``WorkerError`` with code `io` if the file can't be written.
    package func add(
        file: @autoclosure () -> String? = nil, line: Int, reason: @autoclosure () -> String
    ) throws(WorkerError) {
        progress.reject()
        try state.withLock { state throws(WorkerError) in
            state.count += 1
            guard state.count <= Self.recordedCountMax else { return }
            let members: [(String, JSONValue)] =
                (file().map { [("file", .string($0))] } ?? [])
                + [("line", .integer(line)), ("reason", .string(reason()))]
            try write(members, to: &state)
        }
    }

    /// Remarks on a unit that is not rejected.
    ///
    /// - Parameters:
    ///   - line: The line of the file that it begins on, from 1.
    ///   - reason: The remarkable thing, in a few words.
    /// - Throws: ``WorkerError`` with code `io` if the file can't be written.
    package func remark(line: Int, reason: String) throws(WorkerError) {
        try state.withLock { state throws(WorkerError) in
            state.remarkCount += 1
            guard state.remarkCount <= Self.remarkCountMax else { return }
            try write(
                [("line", .integer(line)), ("reason", .string(reason)), ("kept", .bool(true))],
                to: &state)
        }
    }

    /// True once anything was recorded, so that there is a file.
    package var isRecorded: Bool {
        state.withLock { $0.descriptor >= 0 }
    }

    private func write(
        _ members: [(String, JSONValue)], to state: inout State
    ) throws(WorkerError) {
        if state.descriptor < 0 {
            // Another run's file of that name is left to that run.
            removeFile(path)
            state.descriptor = try createFile(path)
        }
        let text = JSONValue.object(members).description + "\n"
        try writeAll(text, to: state.descriptor, path: path)
    }
}
