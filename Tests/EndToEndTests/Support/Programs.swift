import Foundation
import TestSupport

/// What a machine may lack.
enum Programs {
    /// Whether PATH has it.
    static func has(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Whether groups of ours can be made here.
    static let canMakeCgroups = Leftovers.ownDirectories().contains { access($0, W_OK) == 0 }
}
