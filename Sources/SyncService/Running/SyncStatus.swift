/// The state of the service at one moment.
package struct SyncStatus: Sendable {
    /// Records that the running sync is through with; nil if none runs.
    package var doneCount: Int?
    /// Whether no more syncs are begun.
    package var isStopping: Bool
    /// The syncs before.
    package var history: SyncHistory
}

/// The syncs since the service was started.
package struct SyncHistory: Sendable {
    /// The last one; nil before the first has ended.
    package private(set) var last: Entry?
    /// The number that ended in each way.
    package private(set) var runCounts: [SyncReport.Ending: Int] = [:]
    /// The sums of their counts.
    package private(set) var totals: [SyncReport.Count: Int] = [:]

    /// A sync that has ended.
    package struct Entry: Sendable {
        /// Its result.
        package var report: SyncReport
        /// The time it ran, in seconds.
        package var durationSeconds: Double
        /// The moment it ended, in seconds since 1970.
        package var endUnixSeconds: Int
    }

    mutating func add(_ report: SyncReport, duration: Duration, unixSeconds: Int) {
        let (seconds, attoseconds) = duration.components
        last = Entry(
            report: report, durationSeconds: Double(seconds) + Double(attoseconds) * 1e-18,
            endUnixSeconds: unixSeconds)
        runCounts[report.ending, default: 0] += 1
        totals.merge(report.counts, uniquingKeysWith: +)
    }
}
