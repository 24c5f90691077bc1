/// The outcome of a sync: complete, incomplete or stopped, with the reason.
package enum SyncCompleteness: Hashable, Sendable {
    /// The pass saw the whole list in one state, and rows missing from it were deleted.
    case complete
    /// The pass may not have seen the whole list: its records were stored, and nothing was deleted.
    case incomplete(IncompleteReason)
    /// The sync was asked to stop before its end; the next run continues or starts over.
    case stopped(StopReason)

    /// The kind of outcome, without its reason.
    var state: SyncState {
        switch self {
        case .complete: .complete
        case .incomplete: .incomplete
        case .stopped: .stopped
        }
    }

    /// The reason, in a few words; `nil` for a complete sync.
    package var reason: String? {
        switch self {
        case .complete: nil
        case .incomplete(let reason): reason.description
        case .stopped(let reason): reason.description
        }
    }
}

/// The state of a sync, as its database records it.
enum SyncState: String {
    /// The sync is running, or was killed.
    case running
    /// The sync saw the whole list.
    case complete
    /// The sync may not have seen the whole list.
    case incomplete
    /// The sync was asked to stop.
    case stopped
}

/// The reason that a sync stopped before its end.
package enum StopReason: Hashable, Sendable, CustomStringConvertible {
    /// A stop was requested, perhaps by a signal.
    case asked
    /// The time limit of the settings was reached.
    case timeLimit

    /// The reason, in a few words.
    package var description: String {
        switch self {
        case .asked: "it was asked to stop"
        case .timeLimit: "its time limit was reached"
        }
    }
}

/// A reason to doubt that a pass saw the whole list in one state.
package enum IncompleteReason: Hashable, Sendable, CustomStringConvertible {
    /// The pages have no version, and the list's order is not known to be stable.
    case noVersion
    /// Two pages report different totals.
    case totalChanged(from: Int, to: Int)
    /// Two pages have different versions, or only one of them has one.
    case versionChanged(from: String?, to: String?)
    /// A page doesn't begin with the last record of the page before.
    case shifted
    /// A record appeared twice.
    case repeatedRecord
    /// The number of records differs from the total.
    case wrongCount(distinct: Int, total: Int)
    /// A page before the end has fewer records than requested.
    case shortPage
    /// A page before the end has no records.
    case emptyPage
    /// A page has more records than requested.
    case longPage
    /// A page has records beyond the total.
    case beyondTotal
    /// A page's cursor for the next page is its own.
    case repeatedCursor
    /// All records of a page were seen before: the source ignores the requested start.
    case repeatedPage
    /// There are more pages than the total needs, or too many in a row without a new record.
    case tooManyPages
    /// A page could not be fetched.
    case failedPage(String)
    /// A record has no readable id, so it can't be matched with a stored row.
    case unreadableID
    /// An id's length differs from the first, which the strategy can't hold.
    case otherIDLength
    /// The two passes saw different lists.
    case differentPasses
    /// The source has no records, but the table has rows.
    case emptyList
    /// The pass has not ended.
    case notEnded

    /// The reason in a few words, as part of a sentence.
    package var description: String {
        switch self {
        case .noVersion: "the pages have no version"
        case .totalChanged(let old, let new): "the total changed from \(old) to \(new)"
        case .versionChanged(let old, let new):
            "the version changed from \(old ?? "none") to \(new ?? "none")"
        case .shifted: "a page does not continue the one before"
        case .repeatedRecord: "a record appeared twice"
        case .wrongCount(let distinct, let total): "\(distinct) of \(total) records arrived"
        case .shortPage: "a page before the end is short"
        case .emptyPage: "a page before the end is empty"
        case .longPage: "a page is longer than requested"
        case .beyondTotal: "a page has records beyond the total"
        case .repeatedCursor: "a page's cursor points to the page itself"
        case .repeatedPage: "a whole page appeared twice"
        case .tooManyPages: "there are more pages than the total needs"
        case .failedPage(let failure): failure
        case .unreadableID: "a record has no readable id"
        case .otherIDLength: "the ids have different lengths"
        case .differentPasses: "the two passes saw different lists"
        case .emptyList: "the source has no records at all"
        case .notEnded: "it did not finish"
        }
    }
}
