package import MemoryBudget

/// The outcome of a sync, with counts of its work.
package struct SyncResult: Hashable, Sendable {
    /// The outcome; only a complete sync has deleted rows.
    package var completeness: SyncCompleteness
    /// The number of requests, including retries.
    package var callCount = 0
    /// The number of retried requests.
    package var retryCount = 0
    /// The number of bytes received in bodies.
    package var byteCount = 0
    /// The number of rows inserted.
    package var insertedCount = 0
    /// The number of rows updated.
    package var updatedCount = 0
    /// The number of rows that already matched the source.
    package var unchangedCount = 0
    /// The number of rows deleted.
    package var deletedCount = 0
    /// The number of invalid records.
    package var failedCount = 0

    /// Creates the result of a run that did nothing.
    package init(_ completeness: SyncCompleteness) {
        self.completeness = completeness
    }

    /// All counts with their names, in the order of the table's columns.
    package var counts: [JobCount] {
        [
            JobCount("calls", callCount), JobCount("retries", retryCount),
            JobCount("bytes", byteCount), JobCount("inserted", insertedCount),
            JobCount("updated", updatedCount), JobCount("unchanged", unchangedCount),
            JobCount("deleted", deletedCount), JobCount("failed", failedCount),
        ]
    }
}
