internal import Glibc

/// A new folder with a name of its own, for what lasts no longer than its user.
package struct FreshFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Creates it inside `parent`, for this user alone.
    package init(in parent: String, prefix: String = "membudget") throws(FileError) {
        path = try Directory.makeTemporary("\(parent)/\(prefix)-")
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
