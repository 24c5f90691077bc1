import Foundation
import TestSupport

/// A Swift program that holds known amounts of memory: 24 MiB in arrays of 1 MiB, 24 MiB in small
/// ones.
struct SwiftOracle {
    /// The path of the built program.
    let path: String
    private let directory: TemporaryDirectory

    /// The memory at its peak, in MiB, without headers and lists.
    static let heldMebibytes = 48.0

    /// The program waits at its peak for some milliseconds, sends itself a signal unless that is 0,
    /// and releases everything.
    private static let source = """
        import Glibc

        @inline(never) func hold(_ count: Int, bytes: Int) -> [[UInt8]] {
            (0..<count).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: bytes) }
        }

        let numbers = CommandLine.arguments.dropFirst().compactMap { Int32($0) }
        // The code that prints is in memory before the peak, and not a little above it.
        print(numbers.count)
        var large = hold(24, bytes: 1 << 20)
        var small = hold(24 << 10, bytes: 1 << 10)
        usleep(UInt32(numbers.first ?? 0) * 1000)
        if let signal = numbers.dropFirst().first { kill(getpid(), signal) }
        print(large.count + small.count)
        large = []
        small = []
        usleep(300_000)
        """

    /// Built once.
    static let program = Task {
        let directory = try TemporaryDirectory()
        try directory.write(source, to: "oracle.swift")
        let path = directory.path("oracle")
        let result = try await Command.run([
            "swiftc", "-O", directory.path("oracle.swift"), "-o", path,
        ])
        guard result.status == 0 else { throw CompileError(text: result.standardError) }
        return SwiftOracle(path: path, directory: directory)
    }

    private struct CompileError: Error {
        let text: String
    }
}
