import Foundation
import TestSupport

/// What a machine may lack.
enum Programs {
    /// Whether this machine has PostgreSQL's programs, wherever they lie.
    static let hasPostgreSQL: Bool = {
        let versions = try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map(String.init) + (versions ?? []).map { "/usr/lib/postgresql/\($0)/bin" }
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    }()

    /// Whether groups of ours can be made here.
    static let canMakeCgroups = Leftovers.ownDirectories().contains { access($0, W_OK) == 0 }
}
