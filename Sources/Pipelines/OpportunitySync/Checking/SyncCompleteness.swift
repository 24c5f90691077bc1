/// The ending of a sync: complete, incomplete or stopped, with the reason.
package enum SyncCompleteness: Hashable, Sendable {
    /// The pass saw the whole list in one state, and what is gone from it was deleted.
    case complete
    /// Something about the pass is doubtful: what it saw was stored, and nothing was deleted.
    case incomplete(IncompleteReason)
    /// It was asked to stop before its end; the next run continues or begins anew.
    case stopped(StopReason)

    /// The kind of end, without its reason.
    var state: SyncState {
        switch self {
        case .complete: .complete
        case .incomplete: .incomplete
        case .stopped: .stopped
        }
    }

    /// The reason, in a few words; nil for a complete sync.
    package var reason: String? {
        switch self {
        case .complete: nil
        case .incomplete(let reason): reason.description
        case .stopped(let reason): reason.description
        }
    }
}

/// The state of a sync as its database has it, in a word.
enum SyncState: String {
    /// It is at work, or was killed.
    case running
    /// It saw the whole list.
    case complete
    /// It can't know that it did.
    case incomplete
    /// It was asked to stop.
    case stopped
}

/// The reason for stopping a sync before its end.
package enum StopReason: Hashable, Sendable, CustomStringConvertible {
    /// Somebody asked for it, perhaps by a signal.
    case asked
    /// It ran for as long as its settings allow.
    case timeLimit

    /// A few words.
    package var description: String {
        switch self {
        case .asked: "it was asked to stop"
        case .timeLimit: "its time limit was reached"
        }
    }
}

/// A reason to doubt that a pass saw the whole list in one state.
package enum IncompleteReason: Hashable, Sendable, CustomStringConvertible {
    /// Pages don't say which version of the list they are of, and nobody vouched for its order.
    case noVersion
    /// Two pages give different totals.
    case totalChanged(from: Int, to: Int)
    /// Two pages are of different versions, or only one of them says of which.
    case versionChanged(from: String?, to: String?)
    /// A page doesn't begin with the record that the page before ended with.
    case shifted
    /// A record came twice.
    case repeatedRecord
    /// Fewer or more records came than the total says.
    case wrongCount(distinct: Int, total: Int)
    /// A page before the end has fewer records than asked for.
    case shortPage
    /// A page that should have records has none.
    case emptyPage
    /// A page has more records than asked for.
    case longPage
    /// A page has records beyond the total.
    case beyondTotal
    /// A page names itself as the next.
    case repeatedCursor
    /// Every record of a page came before: the source ignores where the page should begin.
    case repeatedPage
    /// There are more pages than the total has room for, or too many in a row without a new record.
    case tooManyPages
    /// A page could not be fetched.
    case failedPage(String)
    /// A record has no readable id, so that nobody knows which stored row it is.
    case unreadableID
    /// An id is of another length than the first, which the strategy can't hold.
    case otherIDLength
    /// The second pass was not of the same list as the first.
    case differentPasses
    /// The source has nothing at all, while the table has rows.
    case emptyList
    /// Nothing is known of its end.
    case notEnded

    /// A few words, as a part of a sentence.
    package var description: String {
        switch self {
        case .noVersion: "the pages carry no version"
        case .totalChanged(let old, let new): "the total changed from \(old) to \(new)"
        case .versionChanged(let old, let new):
            "the version changed from \(old ?? "none") to \(new ?? "none")"
        case .shifted: "a page does not follow the one before"
        case .repeatedRecord: "a record came twice"
        case .wrongCount(let distinct, let total): "\(distinct) records came of \(total)"
        case .shortPage: "a page before the end is short"
        case .emptyPage: "a page before the end is empty"
        case .longPage: "a page is longer than asked for"
        case .beyondTotal: "a page has records beyond the total"
        case .repeatedCursor: "a page names itself as the next"
        case .repeatedPage: "a whole page came twice"
        case .tooManyPages: "there are more pages than the total has room for"
        case .failedPage(let failure): failure
        case .unreadableID: "a record has no readable id"
        case .otherIDLength: "the ids are of different lengths"
        case .differentPasses: "the two passes saw different lists"
        case .emptyList: "the source has no records at all"
        case .notEnded: "it did not come to its end"
        }
    }
}
