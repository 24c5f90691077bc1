/// A check that one pass through a paged list saw all of it in one state, judged from its pages.
///
/// ```swift
/// var check = PassCheck(limit: 100)
/// let list = PassCheck.ListState(total: 2, version: "7")
/// check.take(PassCheck.Page(start: .offset(0), list: list, recordCount: 2, newCount: 2))
/// print(check.completeness)  // complete
/// ```
///
/// A pass is complete only if nothing casts doubt on it; the first doubt is kept as the reason. The
/// check also computes the start of the next page, and ends a pass that makes no progress.
package struct PassCheck: Hashable, Sendable {
    /// The number of records requested per page.
    package let limit: Int
    /// Whether the records are known to never change their order in the list.
    package let trustsOrder: Bool
    /// Whether a list without records is accepted.
    package let allowsEmptyList: Bool
    /// The first reason for doubt; `nil` if there is none so far.
    package private(set) var doubt: IncompleteReason?
    /// Whether the pass has ended, so that no page follows.
    package private(set) var isEnded = false
    /// The list's state, which every page must match; `nil` before the first page.
    package private(set) var list: ListState?
    /// The number of pages so far.
    package private(set) var pageCount = 0
    /// The number of pages in a row, up to the last, without a new record.
    private var barrenPageCount = 0
    /// The number of different records so far.
    package private(set) var distinctCount = 0
    /// The id that the next page must begin with; `nil` if pages don't overlap.
    package private(set) var anchor: String?

    /// A state of the list, as its pages describe it.
    package struct ListState: Hashable, Sendable {
        /// The number of records.
        package let total: Int
        /// The version; `nil` if pages have none.
        package let version: String?

        /// Creates a state.
        package init(total: Int, version: String?) {
            self.total = total
            self.version = version
        }
    }

    /// The facts about a page that the check of a pass needs.
    package struct Page: Hashable, Sendable {
        /// The start that was requested.
        package var start: PageStart
        /// The list's state according to the page.
        package var list: ListState
        /// The number of records.
        package var recordCount: Int
        /// The number of records that the pass had not seen before.
        package var newCount: Int
        /// The number of records that it had seen, except the one by which pages overlap.
        package var repeatedCount = 0
        /// The number of records without a readable id.
        package var unreadableCount = 0
        /// The number of records whose id the strategy can't hold.
        package var refusedCount = 0
        /// Whether the page begins with the last record of the page before.
        package var followsAnchor = false
        /// The last record's id.
        package var lastID: String?
        /// The cursor of the next page; `nil` at the end, or if pages are by offset.
        package var next: String?
    }

    /// Creates the check of a pass that begins at the start of the list.
    package init(limit: Int, trustsOrder: Bool = false, allowsEmptyList: Bool = false) {
        precondition(limit > 0, "a page has records")
        self.limit = limit
        self.trustsOrder = trustsOrder
        self.allowsEmptyList = allowsEmptyList
    }

    /// Creates the check of a saved pass that continues; nothing has cast doubt on it so far.
    package init(
        limit: Int, trustsOrder: Bool, list: ListState, pageCount: Int, distinctCount: Int,
        anchor: String?
    ) {
        self.init(limit: limit, trustsOrder: trustsOrder)
        self.list = list
        self.pageCount = pageCount
        self.distinctCount = distinctCount
        self.anchor = anchor
    }

    /// The pass's result; before its end it is never complete.
    package var completeness: SyncCompleteness {
        if let doubt { return .incomplete(doubt) }
        return isEnded ? .complete : .incomplete(.notEnded)
    }

    /// Adds a reason for doubt; only the first is kept.
    package mutating func doubt(_ reason: IncompleteReason) {
        if doubt == nil { doubt = reason }
    }

    /// Ends the pass early, for a reason that makes it incomplete.
    package mutating func end(_ reason: IncompleteReason) {
        doubt(reason)
        isEnded = true
    }

    /// Adds the next page.
    package mutating func take(_ page: Page) {
        let list = list ?? page.list
        compare(page, with: list)
        self.list = list
        pageCount += 1
        distinctCount += page.newCount
        barrenPageCount = page.newCount == 0 ? barrenPageCount + 1 : 0
        compareRecords(page, total: list.total)
        anchor = overlap == 1 && isByOffset(page) ? page.lastID : nil
        if isLast(page) { end(total: list.total) }
    }

    /// Returns the start of the page after a page; `nil` at the end.
    package func start(after start: PageStart, next: String?) -> PageStart? {
        switch start {
        case .cursor: return next.map { .cursor($0) }
        case .offset(let place):
            guard let list, place + limit < list.total else { return nil }
            return .offset(place + limit - overlap)
        }
    }

    /// Returns this check with the list's state according to its first page, before it is added.
    func planning(first page: OpportunityPage) -> PassCheck {
        var check = self
        if check.list == nil { check.list = page.list }
        return check
    }

    /// The number of records that a page by offset shares with the one before, to detect shifts.
    package var overlap: Int {
        guard let list, list.version == nil, trustsOrder, limit > 1 else { return 0 }
        return 1
    }

    private mutating func compare(_ page: Page, with list: ListState) {
        if page.list.total != list.total {
            doubt(.totalChanged(from: list.total, to: page.list.total))
        }
        if page.list.version != list.version {
            doubt(.versionChanged(from: list.version, to: page.list.version))
        }
        if list.version == nil, !trustsOrder || isByOffset(page) && limit == 1 {
            doubt(.noVersion)
        }
        if anchor != nil, !page.followsAnchor { doubt(.shifted) }
    }

    private mutating func compareRecords(_ page: Page, total: Int) {
        if page.unreadableCount > 0 { doubt(.unreadableID) }
        if page.refusedCount > 0 { doubt(.otherIDLength) }
        if page.repeatedCount > 0 { doubt(.repeatedRecord) }
        if page.recordCount > limit { doubt(.longPage) }
        switch page.start {
        case .cursor:
            guard page.next != nil else { return }
            if page.recordCount == 0 { doubt(.emptyPage) }
            if page.recordCount < limit { doubt(.shortPage) }
        case .offset(let place):
            let expectedCount = min(limit, max(total - place, 0))
            if page.recordCount == 0, expectedCount > 0 { doubt(.emptyPage) }
            if page.recordCount < expectedCount { doubt(.shortPage) }
            if page.recordCount > expectedCount { doubt(.beyondTotal) }
        }
    }

    /// Returns whether a page is the pass's last: at the list's end, or for lack of progress.
    private mutating func isLast(_ page: Page) -> Bool {
        guard let next = start(after: page.start, next: page.next) else { return true }
        if page.recordCount == 0 { return true }
        if next == page.start {
            doubt(.repeatedCursor)
            return true
        }
        if page.newCount == 0, page.repeatedCount > 0 {
            doubt(.repeatedPage)
            return true
        }
        // A source may report any total: pages without a new record must not go on forever.
        if barrenPageCount >= Self.barrenPageCountMax {
            doubt(.tooManyPages)
            return true
        }
        // One page more than needed may be there to show that nothing follows.
        if pageCount > pageCountMax {
            doubt(.tooManyPages)
            return true
        }
        return false
    }

    /// The maximum number of pages in a row without a new record.
    static let barrenPageCountMax = 10

    /// The number of pages that hold the first page's total.
    private var pageCountMax: Int {
        guard let list else { return 1 }
        let stride = limit - overlap
        return max(1, (list.total - overlap + stride - 1) / stride)
    }

    private mutating func end(total: Int) {
        isEnded = true
        if total == 0, !allowsEmptyList { doubt(.emptyList) }
        if distinctCount != total { doubt(.wrongCount(distinct: distinctCount, total: total)) }
    }

    private func isByOffset(_ page: Page) -> Bool {
        if case .offset = page.start { true } else { false }
    }
}
