internal import Files
internal import Glibc

/// Finds what membudget brings along: the agent, the launcher, the workers.
package struct HelperPrograms: Sendable {
    private let folders: [String]

    /// Looks beside the running program, in `../libexec/membudget`, and first of all in
    /// `$MEMBUDGET_LIBEXEC`.
    package init(environment: [String: String]) {
        let own = Self.ownFolder
        let named =
            environment["MEMBUDGET_LIBEXEC"].map { $0.isEmpty ? [] : [absolutePath($0)] } ?? []
        folders = named + [own, "\(own)/../libexec/membudget"]
    }

    /// Looks in one folder only.
    package init(folder: String) {
        folders = [folder]
    }

    /// The path of a helper; nil if it is in none of the folders.
    package func path(_ name: String) -> String? {
        folders.lazy.map { "\($0)/\(name)" }.first { access($0, R_OK) == 0 }
    }

    /// The path of a helper.
    ///
    /// - Throws: `MachineError` `.unavailable`, which names the folders.
    package func require(_ name: String) throws -> String {
        if let path = path(name) { return path }
        throw MachineError(
            .unavailable,
            "\(name) is not in \(folders.joined(separator: ", "));"
                + " run 'make build', or set MEMBUDGET_LIBEXEC to its folder")
    }

    /// The first folder that exists: what `{libexec}` stands for in a scenario.
    package var folder: String {
        folders.first { access($0, X_OK) == 0 } ?? folders[0]
    }

    /// Every worker there is: executables named `membudget-worker…`, by name, each found once.
    package var workers: [String] {
        var byName: [String: String] = [:]
        for folder in folders {
            for name in directoryEntries(folder)
            where name.hasPrefix("membudget-worker") && !name.contains(".") {
                let path = "\(folder)/\(name)"
                if byName[name] == nil, access(path, X_OK) == 0 { byName[name] = path }
            }
        }
        return byName.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The folder of the running program.
    package static var ownFolder: String {
        let path = ownPath
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// The path of the running program.
    package static var ownPath: String {
        String(decoding: linkTarget(of: "/proc/self/exe") ?? [], as: UTF8.self)
    }
}
