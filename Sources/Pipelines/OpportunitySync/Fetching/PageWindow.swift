import HTTPClient

/// The pages of a pass that were started and not used yet.
struct PageWindow {
    /// Those that came, by their index.
    private var pages: [Int: Result<OpportunityPage, HTTPFailure>] = [:]
    /// Where the next to be started begins; nil if that isn't known yet, or there is none.
    private var next: PageStart?
    private var startedCount = 0
    private var usedCount = 0
    private var largestByteCount = 1
    /// Knows where pages by offset begin, once the first is there.
    private var plan: PassCheck?

    /// The most bytes of pages that may wait.
    private static let byteCountMax = 2 << 20

    /// A page to be started.
    struct Place: Sendable {
        let index: Int
        let start: PageStart
    }

    /// A window before the page that begins somewhere.
    init(next: PageStart) {
        self.next = next
    }

    /// Adds a page that was fetched before.
    mutating func add(_ page: OpportunityPage) {
        pages[startedCount] = .success(page)
        startedCount += 1
        next = nil
    }

    /// The next page to be started, if there is room for it.
    mutating func start(countMax: Int) -> Place? {
        let room = min(max(countMax, 1), max(1, Self.byteCountMax / largestByteCount))
        guard let start = next, startedCount - usedCount < room else { return nil }
        let place = Place(index: startedCount, start: start)
        startedCount += 1
        // The next cursor is known when the page is there.
        next = if case .offset = start { plan?.start(after: start, next: nil) } else { nil }
        return place
    }

    /// Puts a page in its place.
    mutating func put(_ fetched: Pass.Fetched) {
        pages[fetched.index] = fetched.page
    }

    /// Takes the page that is to be used next, if it is there.
    mutating func take() -> Result<OpportunityPage, HTTPFailure>? {
        guard let page = pages.removeValue(forKey: usedCount) else { return nil }
        usedCount += 1
        return page
    }

    /// Learns from a page, before it is used, where more begin.
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
