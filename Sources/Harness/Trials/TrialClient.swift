import Glibc
import MemoryBudget
import Processes
import Synchronization
import Threads

/// The client of a measured server: curl, in an unmeasured process of its own.
///
/// The client waits for the order that the server writes once it listens, and carries it out.
struct TrialClient {
    /// The name of the program, which is looked up in `PATH`.
    static let program = "curl"

    private let waiting: Task<BackgroundProcess?, any Error>
    private let isOver: Flag

    /// Whether the server has ended, so no order will come.
    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    /// Runs a trial while a client waits for its order and carries it out.
    ///
    /// - Parameter order: The path of the order; `nil` for a trial without a client.
    /// - Returns: The trial, and the client's error; `nil` if it had none.
    static func during(
        _ order: String?, trial: () async throws -> RawTrial
    ) async throws -> (RawTrial, complaint: String?) {
        guard let order else { return (try await trial(), nil) }
        let client = TrialClient(order: order)
        do {
            let trial = try await trial()
            let isComplete = trial.proof.outcome == .completed
            let timeout = trial.specification.limits.timeout ?? patience
            return (trial, await client.end(within: isComplete ? min(patience, timeout) : .zero))
        } catch {
            _ = await client.end(within: .zero)
            throw error
        }
    }

    /// The time that a client has to read data still buffered by the system after its server ended.
    private static let patience: Duration = .seconds(60)

    /// Starts to wait for an order.
    ///
    /// - Parameters:
    ///   - order: The path of the order.
    ///   - command: The command that carries it out; the order's path is appended.
    init(order: String, command: [String] = [Self.program, "-q", "--config"]) {
        let isOver = Flag()
        self.isOver = isOver
        waiting = Task {
            while access(order, F_OK) != 0 {
                if isOver.value.load(ordering: .relaxed) { return nil }
                try await Task.sleep(for: .milliseconds(1))
            }
            let command = HelperCommand(try Self.resolved(command) + [order])
            return try await BackgroundProcess.start(command, deathSignal: SIGKILL)
        }
    }

    /// Ends the client, after its server has ended.
    ///
    /// - Parameter patience: The time to read what the server sent before.
    /// - Returns: The client's own error message; `nil` if it succeeded.
    func end(within patience: Duration) async -> String? {
        isOver.value.store(true, ordering: .relaxed)
        do {
            guard let client = try await waiting.value else { return nil }
            let (hasEnded, status) = try await DedicatedThread.run {
                let hasEnded = Self.wait(for: client, within: patience)
                return (hasEnded, client.end(within: .zero))
            }
            guard hasEnded else {
                let isLate = patience > .zero && StopSignals.last == nil
                return isLate ? "still running \(patience.seconds) s after the server ended" : nil
            }
            guard status != .exited(code: 0) else { return nil }
            let words = client.errorText.split(separator: "\n").joined(separator: " ")
            return words.isEmpty ? "failed without an error message" : words
        } catch {
            return "\(error)"
        }
    }

    /// Waits until the client has ended, the time is over, or a signal asks the harness to stop;
    /// returns `false` if the client is still running.
    private static func wait(for client: BackgroundProcess, within patience: Duration) -> Bool {
        let deadline = ContinuousClock.now + patience
        while StopSignals.last == nil, ContinuousClock.now < deadline {
            if client.hasEnded(within: .milliseconds(100)) { return true }
        }
        return client.hasEnded(within: .zero)
    }

    private static func resolved(_ command: [String]) throws -> [String] {
        let lookup = ProgramLookup(
            command[0], searchPath: currentEnvironment()["PATH"], workingDirectory: nil)
        guard let path = lookup.path else {
            throw MachineError(.unavailable, "'\(command[0])' is not installed")
        }
        return [path] + command.dropFirst()
    }
}
