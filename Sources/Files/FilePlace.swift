internal import Glibc

/// The location of a file, independent of how its path was written: links in its folder are
/// resolved, and `..` is removed.
package struct FilePlace: Sendable {
    private let folder: String
    private let name: String

    /// Locates a file, which need not exist; `nil` if its folder doesn't exist.
    package init?(of path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard !name.isEmpty, let folder = Self.resolved(parentPath(of: absolutePath(path))) else {
            return nil
        }
        (self.folder, self.name) = (folder, name)
    }

    /// Returns the path relative to another folder; `nil` if the file is not below it.
    package func path(from folder: String) -> String? {
        guard let base = Self.resolved(folder) else { return nil }
        let start = base == "/" ? base : base + "/"
        let path = (self.folder == "/" ? "" : self.folder) + "/" + name
        return path.hasPrefix(start) ? String(path.dropFirst(start.count)) : nil
    }

    /// The path relative to the root of the git repository that contains the file; `nil` outside of
    /// one.
    package var pathInRepository: String? {
        Self.repository(holding: folder).flatMap(path)
    }

    /// Returns the root of the git repository that contains a folder, without links; `nil` outside
    /// of one.
    ///
    /// The root is the nearest folder with a `.git`, which is a file in worktrees and submodules.
    package static func repository(holding folder: String) -> String? {
        guard var folder = resolved(folder) else { return nil }
        while access("\(folder)/.git", F_OK) != 0 {
            guard folder != "/" else { return nil }
            folder = parentPath(of: folder)
        }
        return folder
    }

    private static func resolved(_ folder: String) -> String? {
        guard let path = realpath(folder, nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
