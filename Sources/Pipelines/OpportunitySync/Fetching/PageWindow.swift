import HTTPClient

/// The pages of a pass that were requested but not used yet.
struct PageWindow {
    /// The pages that arrived, by index.
    private var pages: [Int: Result<OpportunityPage, HTTPFailure>] = [:]
    /// The start of the next page to request; `nil` if it is unknown so far, or there is none.
    private var next: PageStart?
    private var startedCount = 0
    private var usedCount = 0
    private var largestByteCount = 1
    /// A check that computes the starts of pages by offset, once the first page has arrived.
    private var plan: PassCheck?

    /// The maximum bytes of waiting pages.
    private static let byteCountMax = 2 << 20

    /// A page to request.
    struct Place: Sendable {
        let index: Int
        let start: PageStart
    }

    /// Creates an empty window before the page with a start.
    init(next: PageStart) {
        self.next = next
    }

    /// Adds a page that was fetched before.
    mutating func add(_ page: OpportunityPage) {
        pages[startedCount] = .success(page)
        startedCount += 1
        next = nil
    }

    /// Returns the next page to request, if there is room for it.
    mutating func start(countMax: Int) -> Place? {
        let room = min(max(countMax, 1), max(1, Self.byteCountMax / largestByteCount))
        guard let start = next, startedCount - usedCount < room else { return nil }
        let place = Place(index: startedCount, start: start)
        startedCount += 1
        // The next cursor is known only when the page has arrived.
        next = if case .offset = start { plan?.start(after: start, next: nil) } else { nil }
        return place
    }

    /// Stores a page that arrived.
    mutating func put(_ fetched: Pass.Fetched) {
        pages[fetched.index] = fetched.page
    }

    /// Removes and returns the page that is used next, if it has arrived.
    mutating func take() -> Result<OpportunityPage, HTTPFailure>? {
        guard let page = pages.removeValue(forKey: usedCount) else { return nil }
        usedCount += 1
        return page
    }

    /// Records a page's size and the start of further pages, before the page is used.
    mutating func note(_ page: OpportunityPage, check: PassCheck) {
        largestByteCount = max(largestByteCount, page.byteCount)
        switch page.start {
        case .cursor:
            if let cursor = page.next, page.start != .cursor(cursor) { next = .cursor(cursor) }
        case .offset:
            guard plan == nil else { return }
            let plan = check.planning(first: page)
            next = plan.start(after: page.start, next: nil)
            self.plan = plan
        }
    }
}
