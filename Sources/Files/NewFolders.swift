/// The folders created for output files, which are removed if they stay empty.
package struct NewFolders: Sendable {
    /// The folders that did not exist before, the outermost first.
    private var paths: [String] = []

    /// Creates an empty list.
    package init() {}

    /// Creates a folder and its missing parents, if it doesn't exist.
    package mutating func make(_ path: String) throws(FileError) {
        var missing: [String] = []
        var place = path
        while FileKind(ofLink: place) == nil {
            missing.insert(place, at: 0)
            let parent = parentPath(of: place)
            if parent == place { break }
            place = parent
        }
        paths += missing
        try Directory.make(path)
    }

    /// Removes the created folders that are empty.
    package func removeEmpty() {
        for path in paths.reversed() { try? Directory.removeIfEmpty(path) }
    }
}
