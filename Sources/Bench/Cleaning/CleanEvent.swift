/// An event of a ``Cleaning``, to be reported to the user.
package enum CleanEvent: Hashable, Sendable {
    /// An item was removed, or would be without the dry run.
    case removed(Kind, path: String)
    /// All items of one kind are done.
    case counted(Kind, count: Int, byteCount: Int?)
    /// An item was kept, for this reason.
    case skipped(path: String, Reason)
    /// An unreadable run was kept; the reason is a sentence that contains its path.
    case unreadable(reason: String)
    /// An unfinished run was kept; the command resumes it.
    case left(path: String, command: String)
    /// The trial files of a run were removed, or would be; the run itself was kept.
    case workRemoved(path: String)
    /// An item could not be removed; the text is a sentence.
    case failed(String)

    /// The kinds of leftovers.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case dataset, run, staleRun, cgroup, folder
    }

    /// The reason why an item was kept.
    package enum Reason: Hashable, Sendable {
        case inUse, notOurs
    }
}
