/// Whether a pass through a paged list saw all of it in one state, judged from its pages in their
/// order.
///
/// A pass is complete only if nothing speaks against it: doubts add up, and the first is kept. It also
/// knows where the next page begins, and ends a pass that gets nowhere.
package struct PassCheck: Hashable, Sendable {
    /// The records asked for per page.
    package let limit: Int
    /// Whether somebody vouches that records never change their order in the list.
    package let trustsOrder: Bool
    /// Whether a list without any records is believed.
    package let allowsEmptyList: Bool
    /// The first doubt; nil if there is none so far.
    package private(set) var doubt: IncompleteReason?
    /// Whether no page is to follow.
    package private(set) var isEnded = false
    /// The state of the list that every page must be of; nil before the first page.
    package private(set) var list: ListState?
    /// Pages taken.
    package private(set) var pageCount = 0
    /// Pages in a row, up to the last, that had no new record.
    private var barrenPageCount = 0
    /// Different records seen.
    package private(set) var distinctCount = 0
    /// The id that the next page must begin with; nil if pages don't overlap.
    package private(set) var anchor: String?

    /// A state of the list, as far as pages tell it.
    package struct ListState: Hashable, Sendable {
        /// Its number of records.
        package let total: Int
        /// Its version; nil if pages don't say it.
        package let version: String?

        /// Names a state.
        package init(total: Int, version: String?) {
            self.total = total
            self.version = version
        }
    }

    /// A page, as far as the check of a pass needs it.
    package struct Page: Hashable, Sendable {
        /// Where it was asked for.
        package var start: PageStart
        /// The list as the page describes it.
        package var list: ListState
        /// All of its records.
        package var recordCount: Int
        /// Records that the pass had not seen before.
        package var newCount: Int
        /// Records that it had; without the one that pages overlap by.
        package var repeatedCount = 0
        /// Records without a readable id.
        package var unreadableCount = 0
        /// Records whose id the strategy can't hold.
        package var refusedCount = 0
        /// Whether it begins with the record that the page before ended with.
        package var followsAnchor = false
        /// The id of its last record.
        package var lastID: String?
        /// The cursor of the page after it; nil if there is none, or pages are by offset.
        package var next: String?
    }

    /// The check of a pass that begins at the start of the list.
    package init(limit: Int, trustsOrder: Bool = false, allowsEmptyList: Bool = false) {
        precondition(limit > 0, "a page has records")
        self.limit = limit
        self.trustsOrder = trustsOrder
        self.allowsEmptyList = allowsEmptyList
    }

    /// The check of a pass that continues where an earlier run, without a doubt, saved it.
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

    /// The result of the pass; one that has not ended is never complete.
    package var completeness: SyncCompleteness {
        if let doubt { return .incomplete(doubt) }
        return isEnded ? .complete : .incomplete(.notEnded)
    }

    /// Adds a doubt; the first one stays.
    package mutating func doubt(_ reason: IncompleteReason) {
        if doubt == nil { doubt = reason }
    }

    /// Ends the pass early, for a reason that makes it incomplete.
    package mutating func end(_ reason: IncompleteReason) {
        doubt(reason)
        isEnded = true
    }

    /// Takes the next page.
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

    /// Where the page after one begins; nil if there is none.
    package func start(after start: PageStart, next: String?) -> PageStart? {
        switch start {
        case .cursor: return next.map { .cursor($0) }
        case .offset(let place):
            guard let list, place + limit < list.total else { return nil }
            return .offset(place + limit - overlap)
        }
    }

    /// The same check, knowing the list as its first page describes it, before that is taken.
    func planning(first page: OpportunityPage) -> PassCheck {
        var check = self
        if check.list == nil { check.list = page.list }
        return check
    }

    /// Records that a page by offset shares with the one before: what shifts between them shows.
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

    /// Whether the pass ends with a page: at the list's end, or because it gets nowhere.
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
        // Whatever total a source gives, pages without a new record don't go on for ever.
        if barrenPageCount >= Self.barrenPageCountMax {
            doubt(.tooManyPages)
            return true
        }
        // One more than needed may be there to say that nothing follows.
        if pageCount > pageCountMax {
            doubt(.tooManyPages)
            return true
        }
        return false
    }

    /// The most pages in a row without a new record.
    static let barrenPageCountMax = 10

    /// The pages that the first page's total has room for.
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
