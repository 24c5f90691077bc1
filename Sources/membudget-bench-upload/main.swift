import Glibc
import PipelineKit

// The servers compared by Scripts/bench-upload.py. Their only line of output is their port.
let announce: @Sendable (Int) -> Void = { port in
    _ = try? writeAll("\(port)\n", to: STDOUT_FILENO, path: "standard output")
}

switch CommandLine.arguments.dropFirst().first {
case "bare": try await BareServer.run(onListening: announce)
case "form": try await FormServer.run(onListening: announce)
default:
    try writeAll(
        "usage: membudget-bench-upload bare|form\n", to: STDERR_FILENO, path: "standard error")
    exit(64)
}
