internal import Glibc

/// The work on each entry of a tree, while a ``TreeWalk`` goes through it.
protocol TreeVisitor {
    /// Whether folders of another disk, which are mounted within the tree, are entered.
    static var crossesDisks: Bool { get }

    /// Looks at an entry.
    ///
    /// - Returns: Whether to enter it, if it is a folder.
    mutating func visit(_ entry: TreeEntry) throws(TreeRefusal) -> Bool

    /// Comes back from a folder whose entries have all been visited.
    ///
    /// - Returns: Whether there may be more entries in it by now.
    mutating func leave(_ entry: TreeEntry) throws(TreeRefusal) -> Bool

    /// Takes note of something that could not be done; the walk continues.
    mutating func note(_ failure: FileError)
}

/// An entry of an open folder. It is reached by that folder alone: no path is resolved again, which
/// somebody may have changed meanwhile.
struct TreeEntry {
    let name: UnsafePointer<CChar>
    /// Whether the disk says that it is a folder; some never say.
    let isDirectory: Bool
    /// The descriptor of the folder that it is in.
    let folder: Int32
    /// The owner of that folder.
    let folderOwner: uid_t
}

/// The reason why nothing could be done to an entry.
struct TreeRefusal: Error {
    let action: FileError.Action
    let number: Int32

    /// The failure of the system call that has just been made.
    init(_ action: FileError.Action, number: Int32 = errno) {
        self.action = action
        self.number = number
    }
}
