/// The state of the service at one moment.
package struct SyncStatus: Sendable {
    /// The number of records that the running sync has processed; `nil` if none is running.
    package var doneCount: Int?
    /// Whether the service is stopping and starts no more syncs.
    package var isStopping: Bool
    /// The finished syncs.
    package var history: SyncHistory
}

/// The finished syncs since the start of the service.
package struct SyncHistory: Sendable {
    /// The last sync; `nil` if none has finished.
    package private(set) var last: Entry?
    /// The number of syncs by outcome.
    package private(set) var runCounts: [SyncReport.Ending: Int] = [:]
    /// The sums of their counts.
    package private(set) var totals: [SyncReport.Count: Int] = [:]

    /// A finished sync.
    package struct Entry: Sendable {
        /// The result.
        package var report: SyncReport
        /// The duration, in seconds.
        package var durationSeconds: Double
        /// The end, in seconds since 1970.
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
