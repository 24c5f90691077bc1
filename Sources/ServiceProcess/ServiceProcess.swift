import Glibc
internal import MemoryBudget
package import PipelineKit

/// The process of a service: its help, its line of output and its exit.
///
/// ```swift
/// let process = ServiceProcess(name: "hello", usage: "usage: hello")
/// await process.main { words in
///     ServiceProcess.announce(port: 8080)
///     try await ServiceProcess.waitForStop()
/// }
/// ```
package struct ServiceProcess: Sendable {
    private let name: String
    private let usage: @Sendable () -> String

    /// Creates the process description.
    ///
    /// - Parameters:
    ///   - name: The name of the program, with which messages begin.
    ///   - usage: The text for `--help` and after an error in the command line.
    package init(name: String, usage: @autoclosure @escaping @Sendable () -> String) {
        self.name = name
        self.usage = usage
    }

    /// Runs the service with the process's command line, and ends the process.
    ///
    /// SIGTERM and SIGINT make ``waitForStop()`` return. A failure writes a sentence to standard
    /// error and exits with the status of its ``WorkerError/Code``, or 70 for an error of any other
    /// type.
    package func main(_ serve: ([String]) async throws -> Void) async -> Never {
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        if words.contains(where: { $0 == "--help" || $0 == "-h" }) {
            Self.write("\(usage())\n", to: STDOUT_FILENO)
            exit(0)
        }
        do {
            try await StopRequest.listening { try await serve(words) }
            exit(0)
        } catch let error as WorkerError {
            Self.write(
                "\(name): \(VisibleText.line(error.description))\n\(usage())\n", to: STDERR_FILENO)
            exit(error.code.rawValue)
        } catch {
            Self.write("\(name): \(VisibleText.line("\(error)"))\n", to: STDERR_FILENO)
            exit(WorkerError.Code.internalFailure.rawValue)
        }
    }

    /// Writes the port on which the service listens to standard output, on one line.
    package static func announce(port: Int) {
        write("\(port)\n", to: STDOUT_FILENO)
    }

    /// Waits until SIGTERM or SIGINT asks the service to stop; a second signal kills the process.
    package static func waitForStop() async throws {
        while !StopRequest.isAsked { try await Task.sleep(for: .milliseconds(50)) }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        // Unbuffered: standard output may be a pipe, for which a line would be held back.
        _ = try? writeAll(text, to: descriptor, path: "a standard stream")
    }
}

extension ArgumentReader {
    /// Returns the value of the option `--port`; 0, which means a free one, if it is missing.
    ///
    /// - Throws: ``WorkerError`` with code `usage`.
    package mutating func port() throws(WorkerError) -> Int {
        let text = try optional("port") ?? "0"
        guard let port = Int(text), (0...65535).contains(port) else {
            throw WorkerError(.usage, "--port is '\(text)', not a number from 0 to 65535")
        }
        return port
    }
}
