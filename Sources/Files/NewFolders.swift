/// Folders that are made for files, and that can go again if no file came into them.
package struct NewFolders: Sendable {
    /// Those that were not there before, the outermost first.
    private var paths: [String] = []

    /// No folder yet.
    package init() {}

    /// Creates a folder, with those above it; fine if it is there.
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

    /// Removes those that are empty, and leaves the others.
    package func removeEmpty() {
        for path in paths.reversed() { try? Directory.removeIfEmpty(path) }
    }
}
