import Foundation
import Glibc

/// A runner of programs that collects their output.
///
/// It doesn't use Foundation's `Process`, which on Linux learns of the end through a socket that
/// children inherit, and so waits for every grandchild left behind, which tests look for. For the
/// same reason, output goes to files instead of pipes.
package enum Command {
    /// The end of a program and its output.
    package struct Result: Sendable, CustomStringConvertible {
        /// The exit status; `nil` if a signal ended the program.
        package let status: Int?
        /// The number of the signal; `nil` if the program exited.
        package let signal: Int?
        /// The standard output, with invalid UTF-8 repaired.
        package let standardOutput: String
        /// The standard error, with invalid UTF-8 repaired.
        package let standardError: String

        /// The whole result, for the message of a failed expectation.
        package var description: String {
            let end = status.map { "exit \($0)" } ?? "signal \(signal ?? 0)"
            return "\(end)\n--- stdout\n\(standardOutput)\n--- stderr\n\(standardError)"
        }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - arguments: The program, looked up in PATH unless it contains a slash, and its arguments.
    ///   - environment: Additions to the test's own environment; an empty value removes a variable.
    ///   - standardInput: The input; by default empty.
    ///   - workingDirectory: The folder to run in; by default the test's own.
    ///   - timeLimit: The time after which the program is killed; by default a minute, so that a
    ///     hang is a failure.
    /// - Throws: `NotStarted` if the program could not be started; any end of it is a result.
    package static func run(
        _ arguments: [String], environment: [String: String] = [:], standardInput: String = "",
        workingDirectory: String? = nil, timeLimit: Duration = .seconds(60)
    ) async throws -> Result {
        let directory = try TemporaryDirectory()
        let input = try directory.write(standardInput, to: "stdin")
        let streams = (input, directory.path("stdout"), directory.path("stderr"))
        let moving = workingDirectory.map { ["env", "-C", $0] } ?? []
        let child = try spawn(moving + arguments, environment: environment, streams: streams)
        let end = await wait(for: child, timeLimit: timeLimit)
        return Result(
            status: end.status, signal: end.signal, standardOutput: try text(of: streams.1),
            standardError: try text(of: streams.2))
    }

    /// An error of starting a program.
    package struct NotStarted: Error, CustomStringConvertible {
        /// The program.
        package let program: String
        /// The system's error number.
        package let code: Int32

        /// The program and the reason.
        package var description: String {
            "could not start \(program): \(String(cString: strerror(code)))"
        }
    }

    private static func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    /// Blocks a separate thread instead of one of the few that run tasks.
    private static func wait(
        for child: pid_t, timeLimit: Duration
    ) async -> (status: Int?, signal: Int?) {
        let deadline = Task {
            try await Task.sleep(for: timeLimit)
            kill(child, SIGKILL)
        }
        defer { deadline.cancel() }
        let raw: Int32 = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var raw: Int32 = 0
                while waitpid(child, &raw, 0) < 0 && errno == EINTR {}
                continuation.resume(returning: raw)
            }
        }
        let signal = Int(raw & 0x7f)
        return signal == 0 ? (Int(raw >> 8 & 0xff), nil) : (nil, signal)
    }
}
