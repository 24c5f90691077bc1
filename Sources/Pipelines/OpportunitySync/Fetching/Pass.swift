import HTTPClient

/// One pass through the list, page by page in order, some of them fetched ahead.
struct Pass {
    let source: PageSource
    /// The maximum number of pages requested or waiting, besides the one in use.
    let aheadCountMax: Int
    /// Fetches one page.
    let fetch: @Sendable (PageStart) async throws -> OpportunityPage

    /// The outcome of a pass.
    enum Ending {
        /// The check ended the pass, and has the result.
        case ended
        /// The pass was asked to stop, after using every page before.
        case stopped
    }

    /// A requested page, or the error of fetching it.
    ///
    /// Not a tuple: Swift 6.3's optimizer loses the number of one that a task returns.
    struct Fetched: Sendable {
        let index: Int
        let page: Result<OpportunityPage, HTTPFailure>
    }

    /// Uses pages in order until the check ends the pass.
    ///
    /// - Parameters:
    ///   - start: The start of the first page.
    ///   - first: The first page, if it was already fetched.
    ///   - check: The check, to which `use` must add every page.
    ///   - use: Uses a page, without its first record if that ended the page before.
    func run(
        from start: PageStart, first: OpportunityPage? = nil, check: inout PassCheck,
        use: (OpportunityPage, inout PassCheck) throws -> Void
    ) async throws -> Ending {
        var window = PageWindow(next: start)
        if let first { window.add(first) }
        return try await withThrowingTaskGroup(of: Fetched.self) { group in
            defer { group.cancelAll() }
            while !check.isEnded {
                if source.isStopped { return Ending.stopped }
                startPages(&window, group: &group)
                switch try await next(&window, group: &group) {
                case .failure(let failure): check.end(.failedPage("\(failure)"))
                case .success(var page):
                    window.note(page, check: check)
                    // More pages are fetched while this one is used.
                    if aheadCountMax > 0 { startPages(&window, group: &group) }
                    page.dropFirst(ifItIs: check.anchor)
                    try use(page, &check)
                }
            }
            return .ended
        }
    }

    private func startPages(
        _ window: inout PageWindow, group: inout ThrowingTaskGroup<Fetched, any Error>
    ) {
        while let place = window.start(countMax: aheadCountMax) {
            group.addTask { [fetch] in
                do {
                    let page = try await fetch(place.start)
                    return Fetched(index: place.index, page: .success(page))
                } catch let failure as HTTPFailure {
                    return Fetched(index: place.index, page: .failure(failure))
                }
            }
        }
    }

    private func next(
        _ window: inout PageWindow, group: inout ThrowingTaskGroup<Fetched, any Error>
    ) async throws -> Result<OpportunityPage, HTTPFailure> {
        while true {
            if let page = window.take() { return page }
            guard let fetched = try await group.next() else {
                preconditionFailure("a pass that has not ended has requested pages")
            }
            window.put(fetched)
        }
    }
}
