/// A way in which the source misbehaves, on request.
package enum Hazard: String, CaseIterable, Sendable {
    /// 429 with `Retry-After` in seconds.
    case retryAfterSeconds = "retry-after-seconds"
    /// 429 with `Retry-After` as a date a few seconds ahead.
    case retryAfterDate = "retry-after-date"
    /// 429 with `Retry-After` as a date that is past.
    case retryAfterPast = "retry-after-past"
    /// 429 with a negative `Retry-After`.
    case retryAfterNegative = "retry-after-negative"
    /// 429 with a `Retry-After` that is neither a number nor a date.
    case retryAfterGarbage = "retry-after-garbage"
    /// 429 with `Retry-After: 0`.
    case retryAfterZero = "retry-after-zero"
    /// 429 with a `Retry-After` of more seconds than 64 bits hold.
    case retryAfterHuge = "retry-after-huge"
    /// One of 500, 502, 503 and 504.
    case serverError = "server-error"
    /// A body that is cut off before its announced end.
    case truncatedBody = "truncated-body"
    /// A whole body that is not JSON.
    case malformedBody = "malformed-body"
    /// 200 with no body at all.
    case emptyBody = "empty-body"
    /// A whole body that comes a little at a time.
    case slowDrip = "slow-drip"
    /// A list that grows at its front between pages.
    case shiftingPages = "shifting-pages"
    /// Every cursor gets the first page.
    case ignoredCursor = "ignored-cursor"
    /// No page holds anything behind half of the list, whatever `total` says.
    case cappedPages = "capped-pages"
    /// A list whose first one is removed between pages while another one comes at the end: `total`
    /// stays the same, and every place moves.
    case replacedRecords = "replaced-records"
    /// Pages that don't say which version of the list they are of.
    case missingVersion = "missing-version"
    /// About one opportunity in 1,024 without a readable id.
    case missingIDs = "missing-ids"

    /// Whether it is in how pages are made, not drawn for single requests.
    package var isOfPages: Bool {
        switch self {
        case .shiftingPages, .ignoredCursor, .cappedPages, .replacedRecords, .missingVersion,
            .missingIDs:
            true
        default: false
        }
    }

    /// Whether a request that it strikes has to be made again.
    var isFailure: Bool { !isOfPages && self != .slowDrip }
}
