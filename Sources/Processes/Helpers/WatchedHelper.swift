internal import CLinux
internal import Files
internal import Glibc
internal import MemoryBudget
internal import Threads

/// A run of an unmeasured user program: one that checks a result, writes data, or runs before or
/// after a trial. Only the end of its output is kept.
package enum WatchedHelper {
    /// The end of a program, and the end of its output.
    package struct End: Sendable {
        /// The wait status; `nil` if it did not finish in time.
        package var status: WaitStatus?
        /// The end of standard output, at most 8 KiB.
        package var output: String
        /// The end of standard error, at most 8 KiB.
        package var errorText: String

        /// Creates an end; by default without output.
        package init(status: WaitStatus?, output: String = "", errorText: String = "") {
            self.status = status
            self.output = output
            self.errorText = errorText
        }
    }

    /// Runs a program to its end, on the calling thread.
    ///
    /// - Parameters:
    ///   - command: The program, which is looked up in the `PATH` of its environment and leads a
    ///     session of its own.
    ///   - timeout: The maximum time; `nil`, the default, waits forever.
    ///   - keepsBackground: Whether processes that it started continue after it, such as a server
    ///     for the next trial; by default they are killed.
    ///   - checkStop: Called ten times per second; an error that it throws kills the program and is
    ///     rethrown.
    /// - Throws: `MachineError` with code `commandFailed` if it can't be run.
    package static func run(
        _ command: HelperCommand, timeout: Duration? = nil, keepsBackground: Bool = false,
        checkStop: () throws -> Void
    ) throws -> End {
        var command = command
        command.arguments[0] = try path(of: command)
        let output = try Drain()
        let errors: Drain
        do {
            errors = try Drain()
        } catch {
            output.end()
            throw error
        }
        let status = Result {
            let process = try start(command, output: output, errors: errors)
            return try process.wait(
                timeout: timeout, keepsBackground: keepsBackground, checkStop: checkStop)
        }
        output.end()
        errors.end()
        return End(
            status: try status.get(), output: output.tail.text, errorText: errors.tail.text)
    }

    private static func path(of command: HelperCommand) throws -> String {
        let name = command.arguments[0]
        let lookup = ProgramLookup(
            name, searchPath: command.environment["PATH"],
            workingDirectory: command.workingDirectory)
        switch lookup {
        case .found(let path): return path.description
        case .notFound:
            throw MachineError(.commandFailed, "there is no program '\(Diagnostic.quoted(name))'")
        case .notExecutable(let path, let reason):
            throw MachineError(
                .commandFailed,
                "'\(Diagnostic.quoted(path.description))' can't be executed: \(reason)")
        }
    }

    private static func start(
        _ command: HelperCommand, output: Drain, errors: Drain
    ) throws -> Running {
        let spawned = try command.spawn(
            output: output.tail.writeEnd, errors: errors.tail.writeEnd, deathSignal: SIGKILL)
        let descriptor = clinux_pidfd_open(spawned.id)
        guard descriptor >= 0 else {
            spawned.abandon()
            throw MachineError("can't watch \(command.arguments[0])", errno: -descriptor)
        }
        spawned.resume()
        if let failure = spawned.launchFailure() {
            close(descriptor)
            _ = retried { waitpid(spawned.id, nil, 0) }
            throw MachineError(.commandFailed, command.error(failure).description)
        }
        return Running(id: spawned.id, descriptor: descriptor)
    }

    /// A stream of the program, and the thread that reads it.
    private struct Drain {
        let tail: ErrorTail
        private let thread: DedicatedThread

        init() throws {
            let tail = try ErrorTail()
            thread = try DedicatedThread { tail.drain() }
            self.tail = tail
        }

        func end() {
            tail.finish()
            thread.join()
        }
    }
}

/// A running program, the leader of its group.
private struct Running {
    let id: pid_t
    /// The descriptor that is readable once the program has ended; closed by
    /// ``wait(timeout:keepsBackground:checkStop:)``.
    let descriptor: Int32

    /// Waits for its end; `nil` if its time was over and it was stopped.
    func wait(
        timeout: Duration?, keepsBackground: Bool, checkStop: () throws -> Void
    ) throws -> WaitStatus? {
        defer { close(descriptor) }
        let deadline = timeout.map { monotonicNanoseconds() + $0.wholeNanoseconds }
        let isDone = Result {
            while clinux_wait_readable(descriptor, 100_000_000) != 1 {
                try checkStop()
                if let deadline, monotonicNanoseconds() >= deadline { return false }
            }
            return true
        }
        if (try? isDone.get()) != true {
            // First with time to clean up, then by force.
            kill(-id, SIGTERM)
            _ = clinux_wait_readable(descriptor, 1_000_000_000)
            kill(-id, SIGKILL)
        } else if !keepsBackground {
            kill(-id, SIGKILL)
        }
        var status: Int32 = 0
        _ = retried { waitpid(id, &status, 0) }
        return try isDone.get() ? WaitStatus(status) : nil
    }
}

extension WatchedHelper.End {
    /// Returns the reason why it failed, to follow its name, such as `failed with exit status 1:
    /// …`; `nil` if it succeeded.
    ///
    /// - Parameter timeout: The timeout that was in force.
    package func objection(timeout: Duration? = nil) -> String? {
        let reason: String
        switch status {
        case .exited(0): return nil
        case .exited(let code): reason = "failed with exit status \(code)"
        case .signaled(let signal): reason = "was killed by signal \(signal)"
        case nil: reason = "did not finish within \(timeout.map(TimeSpan.describe) ?? "its time")"
        }
        let (stream, text) = errorText.isEmpty ? ("stdout", output) : ("stderr", errorText)
        let words = ErrorText.tail(of: text)
        return words.isEmpty
            ? "\(reason) without output" : "\(reason); \(stream):\n\(words)"
    }
}
