package import Glibc

/// A new temporary folder with a unique name.
///
/// ```swift
/// let folder = try FreshFolder(in: environmentTemporaryFolder())
/// print(folder.path)  // such as /tmp/membudget-4k2x9c0v7q1m
/// folder.remove()
/// ```
///
/// The folder is locked while a copy of this value lives. A folder without a lock is considered
/// abandoned.
package struct FreshFolder: Sendable {
    private let lock: FolderLock

    /// The path of the folder.
    package var path: String { lock.path }

    /// Creates the folder inside `parent`, accessible to this user only.
    package init(in parent: String, prefix: String = "membudget") throws(FileError) {
        while true {
            let path = try Directory.makeTemporary("\(parent)/\(prefix)-")
            // A process that cleans up abandoned folders may have just removed the new one.
            guard let lock = try FolderLock(making: path), lock.isInPlace else { continue }
            self.lock = lock
            return
        }
    }

    /// Creates a subfolder that only one user can enter.
    ///
    /// - Parameter isOurs: Whether the user is the one of this process. Another user gets
    ///   permission to pass through this folder, but not to change anything in it.
    /// - Returns: The path of the subfolder.
    package func makeFolder(
        _ name: String, user: uid_t, group: gid_t, isOurs: Bool
    ) throws(FileError) -> String {
        if !isOurs { try lock.allowPassage() }
        try lock.makeFolder(name, user: user, group: group)
        return "\(path)/\(name)"
    }

    /// Removes the folder with everything in it that can be removed. Links are removed, not
    /// followed.
    package func remove() {
        try? Directory.remove(path)
    }
}

/// Returns `$TMPDIR`, or `/tmp` if it isn't set.
package func environmentTemporaryFolder() -> String {
    getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
}
