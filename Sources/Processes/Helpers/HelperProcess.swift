internal import CLinux
internal import Files
internal import Glibc
internal import MemoryBudget
internal import Threads

/// Runs unmeasured helpers and collects their output.
///
/// ```swift
/// let answer = try await HelperProcess.run(["/bin/uname", "-r"], timeout: .seconds(5))
/// print(String(decoding: answer.output, as: UTF8.self))
/// ```
package enum HelperProcess {
    /// The wait status and output of a helper.
    package struct Answer: Sendable {
        /// The wait status.
        package var status: WaitStatus
        /// The whole standard output.
        package var output: [UInt8]
        /// The end of standard error, in one line.
        package var errorText: String

        /// Creates an answer; by default without output.
        package init(status: WaitStatus, output: [UInt8] = [], errorText: String = "") {
            self.status = status
            self.output = output
            self.errorText = errorText
        }
    }

    /// The maximum output, in bytes: a helper that writes more is broken.
    private static let outputBytesMaximum = 16 << 20

    /// Runs a program on a thread of its own.
    ///
    /// - Throws: `MachineError` if the program can't be run, does not finish within `timeout`, or a
    ///   signal asks the harness to stop; the helper is then killed.
    package static func run(_ command: HelperCommand, timeout: Duration) async throws -> Answer {
        try await DedicatedThread.run { try runHere(command, timeout: timeout) }
    }

    /// Runs a program by its path, with our environment.
    package static func run(_ arguments: [String], timeout: Duration) async throws -> Answer {
        try await run(HelperCommand(arguments), timeout: timeout)
    }

    private static func runHere(_ command: HelperCommand, timeout: Duration) throws -> Answer {
        let errors = try ErrorTail()
        let drain = try DedicatedThread { errors.drain() }
        let outcome = Result { try collect(command, errors: errors, timeout: timeout) }
        errors.finish()
        // Only now is its error output complete.
        drain.join()
        let (status, output) = try outcome.get()
        let words = errors.text.split(separator: "\n").joined(separator: " ")
        return Answer(status: status, output: output, errorText: words)
    }

    private static func collect(
        _ command: HelperCommand, errors: ErrorTail, timeout: Duration
    ) throws -> (WaitStatus, [UInt8]) {
        let output = try Pipe()
        defer { close(output.readEnd) }
        let spawned: SpawnedProcess
        do {
            defer { close(output.writeEnd) }
            spawned = try command.spawn(
                output: output.writeEnd, errors: errors.writeEnd, deathSignal: SIGKILL)
        }
        spawned.resume()
        let text = readToEnd(
            output.readEnd, deadline: monotonicNanoseconds() + timeout.wholeNanoseconds)
        // Many programs close their output just before they end.
        if text == nil { kill(spawned.id, SIGTERM) }
        awaitEnd(spawned.id, patience: command.patience)
        // It leads a group of its own: everything that it started ends with it.
        kill(-spawned.id, SIGKILL)
        var status: Int32 = 0
        _ = retried { waitpid(spawned.id, &status, 0) }
        if let failure = spawned.launchFailure() { throw command.error(failure) }
        guard let text else {
            throw MachineError(
                .unavailable,
                "\(command.arguments.prefix(2).joined(separator: " ")) did not finish within"
                    + " \(timeout.seconds) s, or was interrupted")
        }
        return (WaitStatus(status), text)
    }

    /// Waits for a process that is done, or was asked to stop, to end properly.
    private static func awaitEnd(_ process: pid_t, patience: Duration) {
        let descriptor = clinux_pidfd_open(process)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = clinux_wait_readable(descriptor, patience.wholeNanoseconds)
    }

    /// Reads up to the end of the stream; `nil` past the deadline or size, or after another stop
    /// signal.
    private static func readToEnd(_ descriptor: Int32, deadline: Int) -> [UInt8]? {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        // An earlier signal is already stopping the program.
        let earlier = StopSignals.last
        while monotonicNanoseconds() < deadline, StopSignals.last == earlier,
            text.count < outputBytesMaximum
        {
            guard clinux_wait_readable(descriptor, 50_000_000) == 1 else { continue }
            let count = retried { read(descriptor, &buffer, buffer.count) }
            guard count > 0 else { return text }
            text += buffer[0..<count]
        }
        return nil
    }
}
