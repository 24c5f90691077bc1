/// A misbehaviour of the source, on request.
package enum Hazard: String, CaseIterable, Sendable {
    /// 429 with `Retry-After` in seconds.
    case retryAfterSeconds = "retry-after-seconds"
    /// 429 with `Retry-After` as a date a few seconds ahead.
    case retryAfterDate = "retry-after-date"
    /// 429 with `Retry-After` as a past date.
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
    /// A body that is cut off before its declared end.
    case truncatedBody = "truncated-body"
    /// A complete body that is not JSON.
    case malformedBody = "malformed-body"
    /// 200 with an empty body.
    case emptyBody = "empty-body"
    /// A complete body that is sent in small pieces.
    case slowDrip = "slow-drip"
    /// A list that grows at its front between pages.
    case shiftingPages = "shifting-pages"
    /// Every cursor returns the first page.
    case ignoredCursor = "ignored-cursor"
    /// Pages are empty beyond the first half of the list, contrary to `total`.
    case cappedPages = "capped-pages"
    /// A list from whose front a record is removed between pages, while another is added at the
    /// end: `total` stays the same, and every position changes.
    case replacedRecords = "replaced-records"
    /// Pages without the version of the list.
    case missingVersion = "missing-version"
    /// A list in which about one opportunity in 1,024 has no readable id.
    case missingIDs = "missing-ids"

    /// Whether it affects all pages, rather than being drawn for single requests.
    package var isOfPages: Bool {
        switch self {
        case .shiftingPages, .ignoredCursor, .cappedPages, .replacedRecords, .missingVersion,
            .missingIDs:
            true
        default: false
        }
    }

    /// Whether an affected request has to be repeated.
    var isFailure: Bool { !isOfPages && self != .slowDrip }
}
