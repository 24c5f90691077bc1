package import Glibc

/// A new folder with a name of its own, for what lasts no longer than its user.
///
/// It is locked for as long as a copy of this value lives: a folder of ours that nobody has locked is
/// left over.
package struct FreshFolder: Sendable {
    private let lock: FolderLock

    /// Where it is.
    package var path: String { lock.path }

    /// Creates it inside `parent`, for this user alone.
    package init(in parent: String, prefix: String = "membudget") throws(FileError) {
        while true {
            let path = try Directory.makeTemporary("\(parent)/\(prefix)-")
            // Who sweeps at this very moment may take it for one that is left over.
            guard let lock = try FolderLock(making: path), lock.isInPlace else { continue }
            self.lock = lock
            return
        }
    }

    /// Creates a folder in it that only one account can enter.
    ///
    /// - Parameter isOurs: False for another account, which may then pass through this folder, and
    ///   change nothing in it.
    /// - Returns: The path.
    package func makeFolder(
        _ name: String, user: uid_t, group: gid_t, isOurs: Bool
    ) throws(FileError) -> String {
        if !isOurs { try lock.allowPassage() }
        try lock.makeFolder(name, user: user, group: group)
        return "\(path)/\(name)"
    }

    /// Removes it with everything in it that can be removed; links are removed, not followed.
    package func remove() {
        try? Directory.remove(path)
    }
}

/// $TMPDIR, or /tmp.
package func environmentTemporaryFolder() -> String {
    getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
}
