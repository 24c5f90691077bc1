import Glibc
import Synchronization

/// The rejected units of a trial: their number, and position and reason of the first hundred.
///
/// The latter are in the file `OUTPUT.rejected.jsonl`, one line each, `{"line":N,"reason":"…"}`,
/// with `"file":"…"` first if the input is a folder. The file is created for the first rejected
/// unit, and each line is written at once, so that it survives the worker's death. Remarks on units
/// that were kept are there too, with `"kept":true`; these units are not counted.
/// The total is the gauge page's `units_failed`. May be used from any thread.
package final class RejectedUnits: Sendable {
    /// The maximum number of rejected units recorded with a reason; others are only counted.
    package static let recordedCountMax = 100
    /// The maximum number of recorded remarks on kept units; more would tell nothing new.
    package static let remarkCountMax = 3

    private let path: String
    private let progress: TrialProgress
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var remarkCount = 0
        var descriptor: Int32 = -1
    }

    /// Creates an empty list, without writing anything.
    package init(path: String, progress: TrialProgress) {
        self.path = path
        self.progress = progress
    }

    deinit {
        state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
        }
    }

    /// The number of rejected units.
    package var count: Int {
        state.withLock { $0.count }
    }

    /// Rejects a unit.
    ///
    /// - Parameters:
    ///   - file: The file's path relative to the folder; `nil` if the input is a single file.
    ///   - line: The line at which the unit starts, from 1; 0 for the file itself.
    ///   - reason: The problem, in a few words; evaluated only if it is recorded.
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

    /// Records a remark on a unit that is not rejected.
    ///
    /// - Parameters:
    ///   - line: The line at which the unit starts, from 1.
    ///   - reason: The remark, in a few words.
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

    /// Whether the file exists, because something was recorded.
    package var isRecorded: Bool {
        state.withLock { $0.descriptor >= 0 }
    }

    private func write(
        _ members: [(String, JSONValue)], to state: inout State
    ) throws(WorkerError) {
        if state.descriptor < 0 {
            // A file of that name left by another run is kept.
            removeFile(path)
            state.descriptor = try createFile(path)
        }
        let text = JSONValue.object(members).description + "\n"
        try writeAll(text, to: state.descriptor, path: path)
    }
}
