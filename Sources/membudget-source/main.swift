import Glibc
import HTTPSource
import HTTPSourceServer

func write(_ text: String, to descriptor: Int32) {
    // Unbuffered: standard output may be a pipe, for which a line would be held back.
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
}

// A local HTTP source. Its first line of output is its port; it serves until it is stopped.
do {
    let words = Array(CommandLine.arguments.dropFirst())
    if words == ["--help"] || words == ["-h"] {
        write("\(SourceSettings.usage)\n", to: STDOUT_FILENO)
        exit(0)
    }
    let settings = try SourceSettings(arguments: words)
    try await SourceServer(Source(settings)).run { port in
        write("\(port)\n", to: STDOUT_FILENO)
    }
} catch let error as SourceArgumentError {
    write("membudget-source: \(error)\n\(SourceSettings.usage)\n", to: STDERR_FILENO)
    exit(64)
}
