import Glibc

/// A new folder with a name of its own, for what lasts no longer than its user.
package struct FreshFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes it inside `parent`, readable by us alone.
    ///
    /// - Throws: `HarnessError` that names `parent`.
    package init(in parent: String, prefix: String = "membudget") throws {
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw HarnessError("can't make a folder in \(parent)", errno: errno)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with everything in it; links are removed, not followed.
    package func remove() {
        removeTree(path)
    }

    /// Removes one that a process which died left behind.
    package static func remove(_ path: String) {
        removeTree(path)
    }
}

private func removeTree(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFDIR else {
        unlink(path)
        return
    }
    for name in directoryEntries(path) { removeTree("\(path)/\(name)") }
    rmdir(path)
}
