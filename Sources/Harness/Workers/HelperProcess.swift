internal import CLinux
import Glibc
import MemoryBudget

/// Runs a helper that isn't measured, and takes what it prints.
enum HelperProcess {
    struct Answer: Sendable {
        var status: WaitStatus
        var output: [UInt8]
        var errorText: String
    }

    /// More than any helper has to say; one that goes on is broken.
    private static let outputBytesMaximum = 16 << 20

    /// Runs a program by its path, with our environment, on a thread of its own.
    ///
    /// - Throws: `HarnessError` if it can't be run, is not done after `timeout`, or a signal asks
    ///   the harness to stop; the helper is ended then.
    static func run(_ arguments: [String], timeout: Duration) async throws -> Answer {
        try await DedicatedThread.run { try runHere(arguments, timeout: timeout) }
    }

    private static func runHere(_ arguments: [String], timeout: Duration) throws -> Answer {
        let errors = try ErrorTail()
        let drain = try DedicatedThread { errors.drain() }
        defer {
            errors.finish()
            drain.join()
        }
        let output = try Pipe()
        defer { close(output.readEnd) }
        let spawned: SpawnedProcess
        do {
            defer { close(output.writeEnd) }
            spawned = try start(arguments, output: output.writeEnd, errors: errors.writeEnd)
        }
        spawned.letGo()
        let text = readToEnd(
            output.readEnd, deadline: monotonicNanoseconds() + timeout.wholeNanoseconds)
        // It leads a group of its own: whatever it started ends with it.
        kill(-spawned.id, SIGKILL)
        var status: Int32 = 0
        while waitpid(spawned.id, &status, 0) < 0 && errno == EINTR {}
        if let failure = spawned.launchFailure() {
            throw HarnessError("can't run \(arguments[0])", errno: failure.number)
        }
        guard let text else {
            throw HarnessError(
                .unavailable,
                "\(arguments.prefix(2).joined(separator: " ")) was not done after"
                    + " \(timeout.seconds) s, or was told to stop")
        }
        let words = errors.text.split(separator: "\n").joined(separator: " ")
        return Answer(status: WaitStatus(status), output: text, errorText: words)
    }

    private static func start(
        _ arguments: [String], output: Int32, errors: Int32
    ) throws -> SpawnedProcess {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(null) }
        return try Spawner(
            path: arguments[0], arguments: arguments.map { Array($0.utf8) },
            environment: environmentBlock(currentEnvironment()),
            standardInput: null, standardOutput: output, standardError: errors,
            parentDeathSignal: SIGKILL
        ).spawn()
    }

    /// Everything up to the end of the stream; nil past the deadline, the size, or a stop signal.
    private static func readToEnd(_ descriptor: Int32, deadline: Int) -> [UInt8]? {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while monotonicNanoseconds() < deadline, lastSignal() == nil,
            text.count < outputBytesMaximum
        {
            guard clinux_wait_readable(descriptor, 50_000_000) == 1 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return text }
            text += buffer[0..<count]
        }
        return nil
    }
}
