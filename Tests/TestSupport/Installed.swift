import Foundation

/// The programs of the machine that a test may need.
package enum Installed {
    /// Returns the path of a program in the PATH; `nil` if it isn't installed.
    package static func path(of program: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Returns whether a program is installed; for `.enabled(if:)`.
    package static func has(_ program: String) -> Bool { path(of: program) != nil }
}
