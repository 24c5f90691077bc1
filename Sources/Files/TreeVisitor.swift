internal import Glibc

/// The work to do for each entry of a tree during a ``TreeWalk``.
protocol TreeVisitor {
    /// Whether to enter folders on other file systems that are mounted within the tree.
    static var crossesDisks: Bool { get }

    /// Visits an entry.
    ///
    /// - Returns: Whether to enter the entry, if it is a folder.
    mutating func visit(_ entry: TreeEntry) throws(TreeRefusal) -> Bool

    /// Leaves a folder after all of its entries were visited.
    ///
    /// - Returns: Whether the folder may contain new entries, so that it is listed again.
    mutating func leave(_ entry: TreeEntry) throws(TreeRefusal) -> Bool

    /// Records a failure; the walk continues.
    mutating func note(_ failure: FileError)
}

/// An entry of an open folder. It is reached through that folder's descriptor, because a path could
/// be changed meanwhile.
struct TreeEntry {
    let name: UnsafePointer<CChar>
    /// Whether the entry is a folder according to the file system; some never say.
    let isDirectory: Bool
    /// The descriptor of the folder that contains the entry.
    let folder: Int32
    /// The owner of that folder.
    let folderOwner: uid_t
}

/// A failed operation on an entry.
struct TreeRefusal: Error {
    let action: FileError.Action
    let number: Int32

    /// Creates a refusal for the system call that has just failed.
    init(_ action: FileError.Action, number: Int32 = errno) {
        self.action = action
        self.number = number
    }
}
