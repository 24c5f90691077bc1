import HTTPClient
import Testing

@testable import OpportunitySync

@Suite("Pages fetched ahead")
struct PageWindowTests {
    private let check = PassCheck(limit: 10)

    private func page(at offset: Int, total: Int = 1000, byteCount: Int = 0) -> OpportunityPage {
        var page = OpportunityPage()
        page.start = .offset(offset)
        page.total = total
        page.version = "1"
        page.bytes = [UInt8](repeating: 0, count: byteCount)
        return page
    }

    /// Returns the starts of the pages requested now.
    private func starts(_ window: inout PageWindow, countMax: Int = 8) -> [PageStart] {
        var starts: [PageStart] = []
        while let place = window.start(countMax: countMax) { starts.append(place.start) }
        return starts
    }

    /// Stores the first page and takes it.
    private func takeFirst(_ window: inout PageWindow, _ page: OpportunityPage) throws {
        #expect(starts(&window) == [page.start])
        window.put(Pass.Fetched(index: 0, page: .success(page)))
        _ = try #require(try window.take()?.get())
        window.note(page, check: check)
    }

    private func isEmpty(_ window: inout PageWindow) -> Bool {
        if case nil = window.take() { true } else { false }
    }

    @Test("The first page decides where the others begin, and eight are requested at once")
    func ahead() throws {
        var window = PageWindow(next: .offset(0))
        try takeFirst(&window, page(at: 0))
        #expect(starts(&window) == (1...8).map { .offset($0 * 10) })
        #expect(isEmpty(&window))
    }

    @Test(
        "Fewer pages are requested at once if they are large",
        arguments: [(100, 8), (500 << 10, 4), (4 << 20, 1)])
    func bytes(byteCount: Int, startedCount: Int) throws {
        var window = PageWindow(next: .offset(0))
        try takeFirst(&window, page(at: 0, byteCount: byteCount))
        #expect(starts(&window).count == startedCount)
    }

    @Test("Pages are taken in order, whichever arrives first")
    func order() throws {
        var window = PageWindow(next: .offset(0))
        try takeFirst(&window, page(at: 0, total: 40))
        #expect(starts(&window) == [.offset(10), .offset(20), .offset(30)])
        for index in [3, 1, 2] {
            window.put(Pass.Fetched(index: index, page: .success(page(at: index * 10))))
        }
        let taken = try (1...3).compactMap { _ in try window.take()?.get().start }
        #expect(taken == [.offset(10), .offset(20), .offset(30)])
        #expect(isEmpty(&window) && starts(&window).isEmpty)
    }

    @Test("A cursor is followed once, and not to its own page")
    func cursors() throws {
        var window = PageWindow(next: .cursor(""))
        var page = page(at: 0)
        page.start = .cursor("")
        page.next = "a"
        try takeFirst(&window, page)
        #expect(starts(&window) == [.cursor("a")])
        page.start = .cursor("a")
        window.put(Pass.Fetched(index: 1, page: .success(page)))
        _ = window.take()
        window.note(page, check: check)
        #expect(starts(&window).isEmpty)
    }
}
