internal import CLinux
internal import Files
internal import Glibc
internal import MemoryBudget
internal import Synchronization
internal import Threads

/// An unmeasured helper that runs until it is stopped; it never outlives the harness, even a killed
/// one.
package final class BackgroundProcess: Sendable {
    private let descriptor: Int32
    private let errors: ErrorTail
    private let threads: [DedicatedThread]
    private let isStopped = Mutex(false)
    private let ending: Ending

    /// The end of a program, recorded by the thread that waits for it.
    private final class Ending: Sendable {
        let status = Mutex<WaitStatus?>(nil)
    }

    /// Starts a program.
    ///
    /// - Parameter deathSignal: The signal that the kernel sends the program when the harness dies.
    /// - Throws: `MachineError` if the program can't be run.
    package static func start(
        _ command: HelperCommand, deathSignal: Int32
    ) async throws -> BackgroundProcess {
        let errors = try ErrorTail()
        let drain = try DedicatedThread { errors.drain() }
        let ending = Ending()
        var keeper: DedicatedThread?
        do {
            // The signal is sent when the thread that started the program ends, not the process: so
            // that thread stays, and waits for the end of the program.
            let descriptor = try await withCheckedThrowingContinuation { started in
                do {
                    keeper = try DedicatedThread {
                        keep(
                            command, errors: errors, deathSignal: deathSignal, ending: ending,
                            started: started)
                    }
                } catch {
                    started.resume(throwing: error)
                }
            }
            return BackgroundProcess(
                descriptor: descriptor, errors: errors, ending: ending,
                threads: [keeper, drain].compactMap(\.self))
        } catch {
            keeper?.join()
            errors.finish()
            drain.join()
            throw error
        }
    }

    private init(
        descriptor: Int32, errors: ErrorTail, ending: Ending, threads: [DedicatedThread]
    ) {
        self.descriptor = descriptor
        self.errors = errors
        self.ending = ending
        self.threads = threads
    }

    deinit {
        close(descriptor)
    }

    /// Runs the program from its start to its end.
    private static func keep(
        _ command: HelperCommand, errors: ErrorTail, deathSignal: Int32, ending: Ending,
        started: CheckedContinuation<Int32, any Error>
    ) {
        let spawned: SpawnedProcess
        do {
            spawned = try command.spawn(
                output: errors.writeEnd, errors: errors.writeEnd, deathSignal: deathSignal)
        } catch {
            return started.resume(throwing: error)
        }
        let descriptor = clinux_pidfd_open(spawned.id)
        guard descriptor >= 0 else {
            spawned.abandon()
            return started.resume(
                throwing: MachineError("can't watch \(command.arguments[0])", errno: -descriptor))
        }
        spawned.resume()
        if let failure = spawned.launchFailure() {
            close(descriptor)
            started.resume(throwing: command.error(failure))
        } else {
            started.resume(returning: descriptor)
        }
        var status: Int32 = 0
        _ = retried { waitpid(spawned.id, &status, 0) }
        ending.status.withLock { $0 = WaitStatus(status) }
    }

    /// The end of its output, from standard output and standard error.
    package var errorText: String { errors.text }

    /// Waits for the end of the program; returns `false` if it is still running after `duration`.
    package func hasEnded(within duration: Duration) -> Bool {
        clinux_wait_readable(descriptor, duration.wholeNanoseconds) == 1
    }

    /// Stops the program: sends each signal in turn and waits for its time, then kills the program.
    /// Blocks until it is gone; further calls do nothing.
    package func stop(_ signals: [(signal: Int32, patience: Duration)]) {
        let wasStopped = isStopped.withLock { stopped in
            defer { stopped = true }
            return stopped
        }
        guard !wasStopped else { return }
        for (signal, patience) in signals + [(SIGKILL, .seconds(1))] {
            _ = clinux_pidfd_signal(descriptor, signal)
            if hasEnded(within: patience) { break }
        }
        errors.finish()
        for thread in threads { thread.join() }
    }

    /// Waits until the program has ended by itself, then kills it. Blocks until it is gone.
    ///
    /// - Parameter patience: The time to wait before killing it.
    /// - Returns: The program's wait status; `nil` if unknown.
    package func end(within patience: Duration) -> WaitStatus? {
        // Signal 0 sends nothing: it only waits.
        stop([(0, patience)])
        return ending.status.withLock { $0 }
    }
}
