import HTTPClient

/// One pass through the list, page after page in its order, some of them fetched ahead.
struct Pass {
    let source: PageSource
    /// The most pages that are on their way, or waiting, beside the one that is used.
    let aheadCountMax: Int
    /// Fetches one.
    let fetch: @Sendable (PageStart) async throws -> OpportunityPage

    /// The end of a pass.
    enum Ending {
        /// The check says how.
        case ended
        /// It was asked to stop; every page before was used.
        case stopped
    }

    /// A page that was requested, or the failure to fetch it.
    ///
    /// No tuple: of one that a task returns, the optimizer of Swift 6.3 loses the number.
    struct Fetched: Sendable {
        let index: Int
        let page: Result<OpportunityPage, HTTPFailure>
    }

    /// Goes through the list until the check ends it.
    ///
    /// - Parameters:
    ///   - start: Where the first page begins.
    ///   - first: The first page, if it was fetched already.
    ///   - check: Has to be given every page by `use`.
    ///   - use: Uses a page, without the record that the page before ended with.
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
                    // More are fetched while this one is used.
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
                preconditionFailure("a pass that has not ended has pages on their way")
            }
            window.put(fetched)
        }
    }
}
