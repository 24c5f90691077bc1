import HTTPClient
import StreamedJSON
import Synchronization

/// A source of pages over HTTP.
final class PageSource: Sendable {
    let fetcher: Fetcher
    let clock: LimitedClock
    let stop: SyncStop
    let settings: SyncSettings
    private let hasBegun = Mutex(false)

    init(fetcher: Fetcher, clock: LimitedClock, stop: SyncStop, settings: SyncSettings) {
        self.fetcher = fetcher
        self.clock = clock
        self.stop = stop
        self.settings = settings
    }

    /// Whether the sync should stop, on request or because its time is over.
    var isStopped: Bool {
        clock.check()
        return stop.reason != nil
    }

    /// Fetches a page and parses only the needed fields, as they arrive.
    func page(at start: PageStart) async throws -> OpportunityPage {
        let body = JSONBody(PageReader(start))
        try await fetch(start, into: body)
        return body.receiver.page
    }

    /// Fetches a page with complete records.
    func objectPage(at start: PageStart) async throws -> OpportunityPage {
        let body = ObjectPageBody(start)
        try await fetch(start, into: body)
        return body.page
    }

    /// Returns the URL path of a page.
    func path(of start: PageStart) -> String { start.path(limit: settings.pageSize) }

    private func fetch(_ start: PageStart, into body: some BodyReceiver) async throws {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        if !isFirst, settings.pageDelayMilliseconds > 0 {
            try await clock.sleep(for: .milliseconds(settings.pageDelayMilliseconds))
        }
        try await fetcher.fetch(path(of: start), into: body)
    }
}
