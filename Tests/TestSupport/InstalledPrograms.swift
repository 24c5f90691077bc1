import Foundation

/// Programs that some tests need and not every machine has.
package enum InstalledPrograms {
    /// Whether a program is in a folder of `PATH`; for `.enabled(if:)`.
    package static func has(_ name: String) -> Bool {
        ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}
