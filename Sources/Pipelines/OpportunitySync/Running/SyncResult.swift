package import MemoryBudget

/// The ending of a sync, and counts of its work.
package struct SyncResult: Hashable, Sendable {
    /// The ending; only a complete sync has deleted anything.
    package var completeness: SyncCompleteness
    /// Requests, repeated ones included.
    package var callCount = 0
    /// Requests that were made again.
    package var retryCount = 0
    /// Bytes of bodies received.
    package var byteCount = 0
    /// Rows that are new.
    package var insertedCount = 0
    /// Rows that changed.
    package var updatedCount = 0
    /// Rows that were already as the source has them.
    package var unchangedCount = 0
    /// Rows that are gone.
    package var deletedCount = 0
    /// Invalid records.
    package var failedCount = 0

    /// The result of a run that did nothing.
    package init(_ completeness: SyncCompleteness) {
        self.completeness = completeness
    }

    /// Every count and its name, in the order of the table.
    package var counts: [JobCount] {
        [
            JobCount("calls", callCount), JobCount("retries", retryCount),
            JobCount("bytes", byteCount), JobCount("inserted", insertedCount),
            JobCount("updated", updatedCount), JobCount("unchanged", unchangedCount),
            JobCount("deleted", deletedCount), JobCount("failed", failedCount),
        ]
    }
}
