internal import CLinux
package import Files
internal import Glibc

/// The replacement of this process: the same ID, terminal and parent, but another program.
package enum ProcessReplacement {
    /// Executes a program in place of this one. It inherits our descriptors, signals and limits.
    ///
    /// - Parameters:
    ///   - path: The program's path.
    ///   - arguments: The program's name and arguments, byte for byte.
    ///   - environment: The entries `NAME=VALUE`, byte for byte.
    /// - Returns: The `errno`, and only on failure.
    package static func execute(
        _ path: ExactPath, arguments: [[UInt8]], environment: [[UInt8]]
    ) -> Int32 {
        let failure = withCStrings(arguments) { arguments in
            withCStrings(environment) { environment in
                path.withCString { clinux_execute($0, arguments, environment) }
            }
        }
        StopSignals.ignoreBrokenPipes()
        return -failure
    }
}
