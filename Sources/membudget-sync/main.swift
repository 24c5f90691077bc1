import Glibc
import PipelineKit
import SyncService

// Syncs a table with a source whenever it is asked to. Its first line is its port.
func write(_ text: String, to descriptor: Int32) {
    // At once: standard output may be a pipe, which would keep a line back.
    _ = try? writeAll(text, to: descriptor, path: "a standard stream")
}

do {
    signal(SIGPIPE, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    if words == ["--help"] || words == ["-h"] {
        write("\(SyncOptions.usage)\n", to: STDOUT_FILENO)
        exit(0)
    }
    let options = try SyncOptions(words)
    let director = SyncDirector(try OpportunityRunner(options))
    try await StopRequest.listening {
        try await SyncServer(director, port: options.port).run {
            write("\($0)\n", to: STDOUT_FILENO)
        } stop: {
            while !StopRequest.isAsked { try await Task.sleep(for: .milliseconds(50)) }
            // The next one ends the process.
            for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
        }
    }
} catch let error as WorkerError {
    write("membudget-sync: \(error.description)\n\(SyncOptions.usage)\n", to: STDERR_FILENO)
    exit(error.code.rawValue)
} catch {
    write("membudget-sync: \(error)\n", to: STDERR_FILENO)
    exit(WorkerError.Code.internalFailure.rawValue)
}
