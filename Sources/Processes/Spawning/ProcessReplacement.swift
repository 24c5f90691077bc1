internal import CLinux
package import Files
internal import Glibc

/// The process that we become: same number, same terminal, same parent, another program.
package enum ProcessReplacement {
    /// Executes a program in place of this one. It inherits descriptors, signals and limits as we did.
    ///
    /// - Parameters:
    ///   - path: The program.
    ///   - arguments: Its name and arguments, byte for byte.
    ///   - environment: `NAME=VALUE`, byte for byte.
    /// - Returns: The errno, and only if it failed.
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
