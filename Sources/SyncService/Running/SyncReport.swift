/// The result of a sync: its outcome and its counts.
package struct SyncReport: Hashable, Sendable {
    /// The outcome.
    package var ending: Ending
    /// The reason why it isn't complete, in a few words; `nil` for a complete one.
    package var reason: String?
    /// The counts; a missing one is 0.
    package var counts: [Count: Int]

    /// Creates a report.
    package init(_ ending: Ending, reason: String? = nil, counts: [Count: Int] = [:]) {
        self.ending = ending
        self.reason = reason
        self.counts = counts
    }

    /// The outcomes of a sync.
    package enum Ending: String, CaseIterable, Sendable {
        /// The sync saw the whole list, and deleted the rows no longer in it.
        case complete
        /// The sync may not have seen the whole list, and deleted nothing.
        case incomplete
        /// The sync was asked to stop, or ran out of time; the next one continues or starts over.
        case stopped
        /// The sync could not do its work, such as with a database that can't be written.
        case failed
    }

    /// The kinds of counts.
    package enum Count: String, CaseIterable, Sendable {
        case calls, retries, bytes, inserted, updated, unchanged, deleted, failed
    }

    /// Returns a count.
    package func count(_ count: Count) -> Int { counts[count, default: 0] }

    /// The outcome as a sentence, without a full stop.
    package var summary: String {
        let reason = reason.map { ": \($0)" } ?? ""
        return switch ending {
        case .complete: "complete"
        case .incomplete: "incomplete, so nothing was deleted\(reason)"
        case .stopped: "stopped early\(reason)"
        case .failed: "failed\(reason)"
        }
    }
}

extension SyncReport.Count {
    /// The description of the count, for help texts.
    var about: String {
        switch self {
        case .calls: "Requests to the source, including retries"
        case .retries: "Retried requests"
        case .bytes: "Bytes of bodies received from the source"
        case .inserted: "New rows"
        case .updated: "Changed rows"
        case .unchanged: "Rows already up to date"
        case .deleted: "Rows deleted because the source no longer has them"
        case .failed: "Rejected (invalid) records"
        }
    }
}
