import Foundation

/// The machine's own programs, which a test may need.
package enum Installed {
    /// Where a program is, by the PATH; nil if it isn't installed.
    package static func path(of program: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether it is; for `.enabled(if:)`.
    package static func has(_ program: String) -> Bool { path(of: program) != nil }
}
