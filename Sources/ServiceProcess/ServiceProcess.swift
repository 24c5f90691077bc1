import Glibc
internal import MemoryBudget
package import PipelineKit

/// The process of a service for people: its help, its one line of output, its end.
package struct ServiceProcess: Sendable {
    private let name: String
    private let usage: @Sendable () -> String

    /// Describes the process.
    ///
    /// - Parameters:
    ///   - name: The program, as messages begin.
    ///   - usage: What `--help` prints, and what follows a mistake.
    package init(name: String, usage: @autoclosure @escaping @Sendable () -> String) {
        self.name = name
        self.usage = usage
    }

    /// Runs the service of the process's command line, and ends the process.
    ///
    /// SIGTERM and SIGINT make ``waitForStop()`` return. A failure is a sentence on standard error and
    /// the exit status of its ``WorkerError/Code``, 70 for an error of any other type.
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

    /// Says on standard output, in a line, on which port the service listens.
    package static func announce(port: Int) {
        write("\(port)\n", to: STDOUT_FILENO)
    }

    /// Waits until SIGTERM or SIGINT asks the service to stop; the next one ends the process.
    package static func waitForStop() async throws {
        while !StopRequest.isAsked { try await Task.sleep(for: .milliseconds(50)) }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        // At once: standard output may be a pipe, which would keep a line back.
        _ = try? writeAll(text, to: descriptor, path: "a standard stream")
    }
}

extension ArgumentReader {
    /// Takes the option `--port`, 0 unless it is given: a free one.
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
