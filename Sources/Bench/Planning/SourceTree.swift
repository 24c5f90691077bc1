import Files
import MemoryBudget
import ScenarioFiles

/// The tree of sources that a folder lies in: its git repository, or else the folder that membudget was
/// started in.
struct SourceTree: Hashable, Sendable {
    /// The root's absolute path, without links.
    let root: String

    /// The tree that holds a folder; nil if the folder is not there, or neither in a repository nor below
    /// the current folder.
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

    /// The tree of a root, by its absolute path without links.
    init(root: String) {
        self.root = root
    }

    /// Whether a file lies in it.
    ///
    /// - Parameter path: Its absolute path without links.
    func holds(_ path: String) -> Bool { Self.isInside(path, of: root) }

    /// The path of a folder from the root, empty for the root itself; nil outside of the tree.
    func place(of folder: String) -> String? {
        guard let folder = realpathText(folder), Self.isInside(folder, of: root) else { return nil }
        return String(folder.dropFirst(root.count).drop { $0 == "/" })
    }

    private static func isInside(_ folder: String, of root: String) -> Bool {
        folder == root || root == "/" || folder.hasPrefix(root + "/")
    }
}

extension Scenario {
    /// The name of its file; one that was made in code would have that of the scenario.
    var fileName: String {
        path.split(separator: "/").last.map(String.init) ?? "\(name).yaml"
    }
}
