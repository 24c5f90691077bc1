internal import Files
internal import Glibc

extension RunDirectory {
    /// Creates the folder `work`, for files that last no longer than their trial. The leftovers of
    /// a killed run are removed.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`.
    package func makeWorkDirectory() throws(RunStoreError) -> String {
        try removeWorkDirectory()
        try withStoreErrors(Directory.make(workPath))
        return workPath
    }

    /// Removes the folder `work` with its contents.
    package func removeWorkDirectory() throws(RunStoreError) {
        try withStoreErrors(Directory.remove(workPath))
    }

    /// Whether the folder `work` exists.
    package var hasWorkDirectory: Bool { FileKind(ofLink: workPath) == .directory }

    /// Removes the folder `work` that a killed run left, unless a membudget is writing the run.
    ///
    /// - Returns: Whether there was one and it was removed.
    package func sweepWorkDirectory() -> Bool {
        guard hasWorkDirectory,
            let journal = try? OpenFile(journalPath, O_RDWR | O_NONBLOCK | O_NOFOLLOW, to: .open),
            journal.lock()
        else { return false }
        // A process that takes the journal afterwards finds no folder, and creates its own.
        try? removeWorkDirectory()
        return FileKind(ofLink: workPath) == nil
    }
}
