import Foundation
import TestSupport

/// Programs and features that a machine may lack.
enum Programs {
    /// Whether PostgreSQL's programs are installed, in any folder.
    static let hasPostgreSQL: Bool = {
        let versions = try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map(String.init) + (versions ?? []).map { "/usr/lib/postgresql/\($0)/bin" }
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    }()

    /// Whether cgroups can be created.
    static let canMakeCgroups = Leftovers.ownDirectories().contains { access($0, W_OK) == 0 }
}
