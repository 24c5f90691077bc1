internal import Files
internal import Glibc

extension RunDirectory {
    /// Makes the folder `work`, which holds what lasts no longer than its trial; what a killed run
    /// left in it is removed.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`.
    package func makeWorkDirectory() throws(RunStoreError) -> String {
        try removeWorkDirectory()
        try withStoreErrors(Directory.make(workPath))
        return workPath
    }

    /// Removes the folder `work` with everything in it.
    package func removeWorkDirectory() throws(RunStoreError) {
        try withStoreErrors(Directory.remove(workPath))
    }

    /// Whether there is a folder `work`.
    package var hasWorkDirectory: Bool { FileKind(ofLink: workPath) == .directory }

    /// Removes the folder `work` that a killed run left; not while a membudget writes the run.
    ///
    /// - Returns: Whether there was one, and it is gone.
    package func sweepWorkDirectory() -> Bool {
        guard hasWorkDirectory,
            let journal = try? OpenFile(journalPath, O_RDWR | O_NONBLOCK | O_NOFOLLOW, to: .open),
            journal.lock()
        else { return false }
        // Who takes the journal afterwards finds no folder, and makes its own.
        try? removeWorkDirectory()
        return FileKind(ofLink: workPath) == nil
    }
}
