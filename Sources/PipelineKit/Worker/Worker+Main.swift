import Glibc

extension Worker {
    /// Runs this process's command line and ends the process: the whole of a worker's `main`.
    ///
    /// Results go to standard output; a failure is one sentence on standard error and the exit
    /// status of its ``WorkerError/Code``, 70 for an error of any other type.
    package func main() async -> Never {
        // A reader that went away and a file that may not grow show as failed writes, not as a death
        // without a word.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let output = try await perform(arguments, progress: .ofThisProcess())
            try writeAll(output, to: STDOUT_FILENO, path: "standard output")
            exit(0)
        } catch {
            let (sentence, status) = Self.report(error)
            _ = try? writeAll(sentence + "\n", to: STDERR_FILENO, path: "standard error")
            exit(status)
        }
    }

    /// The one place where an error becomes a sentence and an exit status.
    static func report(_ error: any Error) -> (sentence: String, status: Int32) {
        let known = error as? WorkerError
        let text = known?.description ?? "internal error: \(error)"
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let code = known?.code ?? .internalFailure
        return ("membudget-worker: \(line)", code.rawValue)
    }
}
