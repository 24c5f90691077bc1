internal import Glibc

/// A server that isn't measured: started, awaited, and stopped in order; it never outlives the
/// harness.
package struct HelperServer: Sendable {
    /// A signal and how long the server has to end after it.
    package typealias StopStep = (signal: Int32, patience: Duration)

    private let process: BackgroundProcess
    private let stopSteps: [StopStep]

    /// The longest time until a server is ready, in seconds.
    private static let readinessSecondsMax = 60

    /// Starts a server and waits until it is ready.
    ///
    /// - Parameters:
    ///   - name: For messages: `PostgreSQL's server`.
    ///   - stopSteps: How it is stopped: each step when the one before has had its time, then by
    ///     force.
    ///   - deathSignal: What the kernel sends it when the harness dies.
    ///   - readiness: Asked again and again with what the server wrote; nil until it is ready.
    /// - Returns: The server, and what `readiness` found.
    /// - Throws: `MachineError` with the server's own words, or if a signal asks the harness to stop.
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

    /// Stops it; more calls do nothing.
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
                throw MachineError(.system, "\(name) ended at its start: \(words)")
            }
            if StopSignals.last != nil || ContinuousClock.now > deadline {
                throw MachineError(
                    .system,
                    "\(name) was not ready after \(Self.readinessSecondsMax) s, or was told to"
                        + " stop")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The end of its output, in one line.
    private var words: String {
        let text = process.errorText.split(separator: "\n").joined(separator: " ")
        return text.isEmpty ? "it said nothing" : text
    }
}
