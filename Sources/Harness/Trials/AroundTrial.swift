import MemoryBudget
import Processes
import Threads

/// The commands that run before and after a trial, outside its measurement.
struct AroundTrial: Sendable {
    /// Program and arguments; empty runs nothing.
    let setup: [String]
    /// Program and arguments; empty runs nothing.
    let cleanup: [String]
    /// The environment of both.
    let environment: [String: String]
    /// Where they start; nil for our folder.
    let folder: String?
    /// The longest that each may take.
    let timeout: Duration

    /// Runs a trial between the two. The second runs however the trial ended, also after a signal and
    /// where the first one failed.
    ///
    /// - Throws: `MachineError` with code `commandFailed` for a command that fails; what the trial throws.
    func run<Value: Sendable>(_ trial: () async throws -> Value) async throws -> Value {
        let value: Value
        do {
            try await run(setup, as: "setup", isStoppable: true)
            value = try await trial()
        } catch {
            // What went wrong first is what is told.
            try? await run(cleanup, as: "cleanup", isStoppable: false)
            throw error
        }
        try await run(cleanup, as: "cleanup", isStoppable: false)
        return value
    }

    private func run(_ words: [String], as key: String, isStoppable: Bool) async throws {
        guard !words.isEmpty else { return }
        let command = HelperCommand(words, environment: environment, workingDirectory: folder)
        let timeout = timeout
        let objection: String?
        do {
            objection = try await DedicatedThread.run {
                try WatchedHelper.run(
                    command, timeout: timeout, keepsBackground: true
                ) {
                    guard isStoppable, StopSignals.last != nil else { return }
                    throw MachineError(.system, "'\(key)' was told to stop")
                }.objection(timeout: timeout)
            }
        } catch let error as MachineError where error.code == .commandFailed {
            objection = "can't be run: \(error.description)"
        }
        guard let objection else { return }
        throw MachineError(.commandFailed, "'\(key)' (\(shellWords(words))) \(objection)")
    }
}
