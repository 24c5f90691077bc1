import Glibc
import HTTPSource
import HTTPSourceServer

// A local HTTP source. Its first line is its port; it serves until it is told to stop.
do {
    let settings = try SourceSettings(arguments: Array(CommandLine.arguments.dropFirst()))
    try await SourceServer(Source(settings)).run { port in
        let line = Array("\(port)\n".utf8)
        // At once: standard output is a pipe, which would keep a line back.
        _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
} catch let error as SourceArgumentError {
    _ = Array("membudget-source: \(error)\n".utf8).withUnsafeBytes {
        write(STDERR_FILENO, $0.baseAddress, $0.count)
    }
    exit(64)
}
