/// The result of a sync: its ending and its counts.
package struct SyncReport: Hashable, Sendable {
    /// The way it ended.
    package var ending: Ending
    /// The reason why it isn't complete, in a few words; nil for a complete one.
    package var reason: String?
    /// Its counts; a missing one is 0.
    package var counts: [Count: Int]

    /// Makes a report.
    package init(_ ending: Ending, reason: String? = nil, counts: [Count: Int] = [:]) {
        self.ending = ending
        self.reason = reason
        self.counts = counts
    }

    /// The ways in which a sync can end.
    package enum Ending: String, CaseIterable, Sendable {
        /// It saw the whole list, and deleted what is gone from it.
        case complete
        /// It can't know that it saw the whole list, and deleted nothing.
        case incomplete
        /// It was asked to stop, or ran out of time; the next one continues or begins anew.
        case stopped
        /// It could not do its work, as with a database that can't be written.
        case failed
    }

    /// The things that are counted.
    package enum Count: String, CaseIterable, Sendable {
        case calls, retries, bytes, inserted, updated, unchanged, deleted, failed
    }

    /// A count of it.
    package func count(_ count: Count) -> Int { counts[count, default: 0] }

    /// The ending as a sentence, without a full stop.
    package var summary: String {
        let reason = reason.map { ": \($0)" } ?? ""
        return switch ending {
        case .complete: "complete"
        case .incomplete: "incomplete, so nothing was deleted\(reason)"
        case .stopped: "stopped before its end\(reason)"
        case .failed: "failed\(reason)"
        }
    }
}

extension SyncReport.Count {
    /// The thing that is counted, for help.
    var about: String {
        switch self {
        case .calls: "Requests to the source, repeated ones included"
        case .retries: "Requests that were made again"
        case .bytes: "Bytes of bodies received from the source"
        case .inserted: "Rows that were new"
        case .updated: "Rows that had changed"
        case .unchanged: "Rows that were already as the source has them"
        case .deleted: "Rows that were gone from the source"
        case .failed: "Invalid records, which were rejected"
        }
    }
}
