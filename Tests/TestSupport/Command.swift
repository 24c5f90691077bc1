import Foundation
import Glibc

/// Runs a program and collects what it says.
///
/// Not Foundation's `Process`: on Linux that learns of the end through a socket which the children
/// inherit, so it waits for every grandchild that was left behind, which is what tests look for.
/// Output goes to files, not pipes, for the same reason.
package enum Command {
    /// How a program ended and what it wrote.
    package struct Result: Sendable, CustomStringConvertible {
        /// The exit status; nil if a signal ended it.
        package let status: Int?
        /// The signal's number; nil if it exited.
        package let signal: Int?
        /// What it wrote to standard output, broken UTF-8 repaired.
        package let standardOutput: String
        /// What it wrote to standard error, broken UTF-8 repaired.
        package let standardError: String

        /// Everything, for the message of a failed expectation.
        package var description: String {
            let end = status.map { "exit \($0)" } ?? "signal \(signal ?? 0)"
            return "\(end)\n--- stdout\n\(standardOutput)\n--- stderr\n\(standardError)"
        }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - arguments: The program, looked up in PATH unless it has a slash, and its arguments.
    ///   - environment: Added to the test's own; an empty value takes the variable away.
    ///   - standardInput: What it can read; nothing by default.
    ///   - workingDirectory: Where it runs; default is the test's own.
    ///   - timeLimit: After that it is killed; default a minute, so that a hang is a failure.
    /// - Throws: `NotStarted` if the program could not be started; how it ends is a result.
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

    /// Why a program could not be started.
    package struct NotStarted: Error, CustomStringConvertible {
        /// The program.
        package let program: String
        /// The system's error number.
        package let code: Int32

        /// What failed and why.
        package var description: String {
            "could not start \(program): \(String(cString: strerror(code)))"
        }
    }

    private static func text(of path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    /// Blocks a thread of its own, not one of the few that run tasks.
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
