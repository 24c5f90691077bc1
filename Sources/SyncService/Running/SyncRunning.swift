/// A factory of syncs, which run one at a time.
package protocol SyncRunning: Sendable {
    /// Creates the next sync, without starting it.
    func makeRun() -> any SyncRun
}

/// A sync, which is run once, and watched and stopped from other threads.
package protocol SyncRun: Sendable {
    /// The number of records processed so far.
    var doneCount: Int { get }

    /// Runs the sync to its end, or until a stop is requested.
    ///
    /// - Throws: An error if it can't do its work at all. A failing source is reported as a result.
    func run() async throws -> SyncReport

    /// Asks the sync to stop after its current page; further calls do nothing.
    func requestStop()
}
