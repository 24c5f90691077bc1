/// An event of a ``Cleaning``, to be told.
package enum CleanEvent: Hashable, Sendable {
    /// Something is gone, or would be in a rehearsal.
    case removed(Kind, path: String)
    /// All of a kind is done.
    case counted(Kind, count: Int, byteCount: Int?)
    /// Something stays.
    case skipped(path: String, Reason)
    /// A run stays that can't be read; the sentence says why, with its path.
    case unreadable(reason: String)
    /// An unfinished run stays; the command resumes it.
    case left(path: String, command: String)
    /// The files of a trial are gone, or would be, whose run stays.
    case workRemoved(path: String)
    /// Something could not be removed, in a sentence.
    case failed(String)

    /// The kinds of things that are left over.
    package enum Kind: Hashable, Sendable, CaseIterable {
        case dataset, run, staleRun, cgroup, folder
    }

    /// The reason why something stays.
    package enum Reason: Hashable, Sendable {
        case inUse, notOurs
    }
}
