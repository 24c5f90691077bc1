internal import Files
internal import Glibc

/// The programs and libraries installed with membudget: the agent, the launcher, the workers.
///
/// ```swift
/// let helpers = HelperPrograms(environment: currentEnvironment())
/// let launcher = try helpers.require("membudget-launcher")
/// ```
package struct HelperPrograms: Sendable {
    private let folders: [String]

    /// Searches `$MEMBUDGET_LIBEXEC` first, and then `../libexec/membudget` beside the running
    /// program.
    package init(environment: [String: String]) {
        let own = Self.ownFolder
        let named =
            environment["MEMBUDGET_LIBEXEC"].map { $0.isEmpty ? [] : [absolutePath($0)] } ?? []
        folders = named + [own, "\(own)/../libexec/membudget"]
    }

    /// Searches one folder only.
    package init(folder: String) {
        folders = [folder]
    }

    /// Returns the path of a helper; `nil` if it is in none of the folders.
    package func path(_ name: String) -> String? {
        folders.lazy.map { "\($0)/\(name)" }.first { access($0, R_OK) == 0 }
    }

    /// Returns the path of a helper.
    ///
    /// - Throws: `MachineError` `.unavailable`, which names the folders.
    package func require(_ name: String) throws -> String {
        if let path = path(name) { return path }
        throw MachineError(
            .unavailable,
            "\(name) is not in \(folders.joined(separator: ", "));"
                + " run 'make build', or set MEMBUDGET_LIBEXEC to its folder")
    }

    /// The first folder that exists: the value of `{libexec}` in a scenario.
    package var folder: String {
        folders.first { access($0, X_OK) == 0 } ?? folders[0]
    }

    /// The paths of all workers: executables named `membudget-worker…`, sorted by name, without
    /// duplicates.
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
