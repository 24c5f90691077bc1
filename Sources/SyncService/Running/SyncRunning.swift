/// Does syncs, one at a time.
package protocol SyncRunning: Sendable {
    /// Makes the next run, which doesn't begin yet.
    func makeRun() -> any SyncRun
}

/// One sync: run once, watched and stopped from other threads.
package protocol SyncRun: Sendable {
    /// Records that it is through with.
    var doneCount: Int { get }

    /// Runs until the end, or until it is asked to stop.
    ///
    /// - Throws: If it can't do its work at all. A source that fails is a report.
    func run() async throws -> SyncReport

    /// Asks it to stop behind its page; more calls do nothing.
    func requestStop()
}
