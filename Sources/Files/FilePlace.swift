internal import Glibc

/// A file's place in the world, told apart from how it was typed: links of its folder are resolved, and
/// `..` is gone.
package struct FilePlace: Sendable {
    private let folder: String
    private let name: String

    /// The place of a file that need not exist; nil if its folder doesn't.
    package init?(of path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard !name.isEmpty, let folder = Self.resolved(parentPath(of: absolutePath(path))) else {
            return nil
        }
        (self.folder, self.name) = (folder, name)
    }

    /// The path from another folder; nil if the file is not below it.
    package func path(from folder: String) -> String? {
        guard let base = Self.resolved(folder) else { return nil }
        let start = base == "/" ? base : base + "/"
        let path = (self.folder == "/" ? "" : self.folder) + "/" + name
        return path.hasPrefix(start) ? String(path.dropFirst(start.count)) : nil
    }

    /// The path from the root of the git repository that holds it; nil outside of one.
    package var pathInRepository: String? {
        Self.repository(holding: folder).flatMap(path)
    }

    /// The root of the git repository that holds a folder, without links; nil outside of one.
    ///
    /// The root is the nearest folder with a `.git`, which of a worktree or submodule is a file.
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
