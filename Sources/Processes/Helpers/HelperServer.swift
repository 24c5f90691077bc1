internal import Glibc

/// An unmeasured server: started, awaited until ready, and stopped properly; it never outlives the
/// harness.
package struct HelperServer: Sendable {
    /// A signal and the time that the server has to end after it.
    package typealias StopStep = (signal: Int32, patience: Duration)

    private let process: BackgroundProcess
    private let stopSteps: [StopStep]

    /// The maximum time until a server is ready, in seconds.
    private static let readinessSecondsMax = 60

    /// Starts a server and waits until it is ready.
    ///
    /// - Parameters:
    ///   - name: The name in messages, such as `PostgreSQL's server`.
    ///   - stopSteps: The steps to stop it, each taken after the previous one's time is over;
    ///     finally, the server is killed.
    ///   - deathSignal: The signal that the kernel sends it when the harness dies.
    ///   - readiness: Called repeatedly with the server's output; returns `nil` until it is ready.
    /// - Returns: The server, and the result of `readiness`.
    /// - Throws: `MachineError` with the server's own message, or if a signal asks the harness to
    ///   stop.
    package static func start<Readiness>(
        _ command: HelperCommand, name: String, stopSteps: [StopStep], deathSignal: Int32,
        readiness: (String) -> Readiness?
    ) async throws -> (server: HelperServer, readiness: Readiness) {
        let server = HelperServer(
            process: try await BackgroundProcess.start(command, deathSignal: deathSignal),
            stopSteps: stopSteps)
        do {
            return (server, try await server.await(readiness, name: name))
        } catch {
            server.stop()
            throw error
        }
    }

    /// Stops the server; further calls do nothing.
    package func stop() {
        process.stop(stopSteps)
    }

    private func await<Readiness>(
        _ readiness: (String) -> Readiness?, name: String
    ) async throws -> Readiness {
        let deadline = ContinuousClock.now + .seconds(Self.readinessSecondsMax)
        while true {
            if let ready = readiness(process.errorText) { return ready }
            if process.hasEnded(within: .zero) {
                throw MachineError(.system, "\(name) failed to start: \(words)")
            }
            if StopSignals.last != nil || ContinuousClock.now > deadline {
                throw MachineError(
                    .system,
                    "\(name) was not ready after \(Self.readinessSecondsMax) s, or was"
                        + " interrupted")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The end of the server's output, in one line.
    private var words: String {
        let text = process.errorText.split(separator: "\n").joined(separator: " ")
        return text.isEmpty ? "it wrote no error message" : text
    }
}
