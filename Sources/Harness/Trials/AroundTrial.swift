import MemoryBudget
import Processes
import Threads

/// The commands that run before and after a trial, outside its measurement.
struct AroundTrial: Sendable {
    /// The program and its arguments; empty runs nothing.
    let setup: [String]
    /// The program and its arguments; empty runs nothing.
    let cleanup: [String]
    /// The environment of both commands.
    let environment: [String: String]
    /// The folder that the commands start in; `nil` for the current one.
    let folder: String?
    /// The maximum time for each command.
    let timeout: Duration

    /// Runs setup, a trial and cleanup. Cleanup always runs, even after a signal or if setup
    /// failed.
    ///
    /// - Throws: `MachineError` with code `commandFailed` if a command fails; errors of the trial.
    func run<Value: Sendable>(_ trial: () async throws -> Value) async throws -> Value {
        let value: Value
        do {
            try await run(setup, as: "setup", isStoppable: true)
            value = try await trial()
        } catch {
            // The first error is the one that is reported.
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
                    throw MachineError(.system, "'\(key)' was interrupted")
                }.objection(timeout: timeout)
            }
        } catch let error as MachineError where error.code == .commandFailed {
            objection = "can't be run: \(error.description)"
        }
        guard let objection else { return }
        throw MachineError(.commandFailed, "'\(key)' (\(shellWords(words))) \(objection)")
    }
}
