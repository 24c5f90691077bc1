import Files
import MemoryBudget
import ScenarioFiles

/// The source tree that contains a folder: its git repository, or else the folder that membudget
/// was started in.
struct SourceTree: Hashable, Sendable {
    /// The root's absolute path, with links resolved.
    let root: String

    /// Creates the tree that contains a folder; `nil` if the folder doesn't exist, or is neither in
    /// a repository nor below the current folder.
    init?(holding folder: String) {
        if let repository = FilePlace.repository(holding: folder) {
            root = repository
        } else {
            guard let current = realpathText("."), let folder = realpathText(folder),
                Self.isInside(folder, of: current)
            else { return nil }
            root = current
        }
    }

    /// Creates a tree from its root's absolute path, with links resolved.
    init(root: String) {
        self.root = root
    }

    /// Returns whether a file is in the tree.
    ///
    /// - Parameter path: The file's absolute path, with links resolved.
    func holds(_ path: String) -> Bool { Self.isInside(path, of: root) }

    /// Returns the path of a folder relative to the root, empty for the root; `nil` outside of the
    /// tree.
    func place(of folder: String) -> String? {
        guard let folder = realpathText(folder), Self.isInside(folder, of: root) else { return nil }
        return String(folder.dropFirst(root.count).drop { $0 == "/" })
    }

    private static func isInside(_ folder: String, of root: String) -> Bool {
        folder == root || root == "/" || folder.hasPrefix(root + "/")
    }
}

extension Scenario {
    /// The name of the scenario's file; for a scenario created in code, derived from its name.
    var fileName: String {
        path.split(separator: "/").last.map(String.init) ?? "\(name).yaml"
    }
}
