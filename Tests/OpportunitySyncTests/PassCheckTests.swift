import Testing

@testable import OpportunitySync

/// A list with a number of records, and the pages of a pass through it.
private struct Scripted {
    var check: PassCheck
    var total: Int
    var version: String?

    init(total: Int, limit: Int = 10, version: String? = "1", trustsOrder: Bool = false) {
        check = PassCheck(limit: limit, trustsOrder: trustsOrder)
        self.total = total
        self.version = version
    }

    /// Returns the page at an offset, from a source that doesn't change.
    func page(at offset: Int) -> PassCheck.Page {
        let count = min(check.limit, max(total - offset, 0))
        let overlap = check.anchor == nil ? 0 : 1
        var page = PassCheck.Page(
            start: .offset(offset), list: .init(total: total, version: version),
            recordCount: count, newCount: max(count - overlap, 0))
        page.followsAnchor = overlap == 1
        page.lastID = "id-\(offset + count)"
        return page
    }

    /// Returns the page at a cursor.
    func page(from cursor: String, count: Int, next: String?) -> PassCheck.Page {
        PassCheck.Page(
            start: .cursor(cursor), list: .init(total: total, version: version),
            recordCount: count, newCount: count, next: next)
    }

    /// Goes through the list by offset; `change` may change each page before it is taken.
    mutating func run(_ change: (inout PassCheck.Page) -> Void = { _ in }) -> SyncCompleteness {
        var start: PageStart? = .offset(0)
        while let place = start, case .offset(let offset) = place, !check.isEnded {
            var page = page(at: offset)
            change(&page)
            check.take(page)
            start = check.start(after: place, next: nil)
        }
        #expect(check.isEnded)
        return check.completeness
    }
}

@Suite("Completeness of a pass")
struct PassCheckTests {
    @Test("A pass through an unchanging list is complete", arguments: [1, 9, 10, 11, 20, 99])
    func complete(total: Int) {
        var scripted = Scripted(total: total)
        #expect(scripted.run() == .complete)
        #expect(scripted.check.pageCount == (total + 9) / 10)
        #expect(scripted.check.distinctCount == total)
    }

    @Test(
        "Pages without a version overlap by one record if the order is trusted",
        arguments: [1, 9, 10, 11, 19, 20, 99])
    func overlapping(total: Int) {
        var scripted = Scripted(total: total, version: nil, trustsOrder: true)
        #expect(scripted.run() == .complete)
        #expect(scripted.check.pageCount == max(1, (total - 1 + 8) / 9))
        #expect(scripted.check.distinctCount == total)
    }

    @Test("Pages by cursor don't overlap, even if the order is trusted")
    func noOverlapByCursor() {
        var scripted = Scripted(total: 20, version: nil, trustsOrder: true)
        for (cursor, next) in [("", "id-10"), ("id-10", nil)] {
            var page = scripted.page(from: cursor, count: 10, next: next)
            page.lastID = "last"
            scripted.check.take(page)
        }
        #expect(scripted.check.completeness == .complete)
    }

    @Test("Without a version or a trusted order, no pass is complete")
    func noVersion() {
        var scripted = Scripted(total: 30, version: nil)
        #expect(scripted.run() == .incomplete(.noVersion))
        scripted = Scripted(total: 3, limit: 1, version: nil, trustsOrder: true)
        #expect(scripted.run() == .incomplete(.noVersion))
    }

    private typealias Change = @Sendable (inout PassCheck.Page) -> Void

    private static let changes: [(IncompleteReason, Change)] = [
        (.totalChanged(from: 30, to: 31), { $0.list = .init(total: 31, version: "1") }),
        (.versionChanged(from: "1", to: "2"), { $0.list = .init(total: 30, version: "2") }),
        (.versionChanged(from: "1", to: nil), { $0.list = .init(total: 30, version: nil) }),
        (
            .repeatedRecord,
            {
                $0.newCount -= 1
                $0.repeatedCount += 1
            }
        ),
        (
            .repeatedPage,
            {
                $0.newCount = 0
                $0.repeatedCount = 10
            }
        ),
        (
            .unreadableID,
            {
                $0.newCount -= 1
                $0.unreadableCount += 1
            }
        ),
        (
            .otherIDLength,
            {
                $0.newCount -= 1
                $0.refusedCount += 1
            }
        ),
        (
            .shortPage,
            {
                $0.newCount -= 1
                $0.recordCount -= 1
            }
        ),
        (
            .emptyPage,
            {
                $0.newCount = 0
                $0.recordCount = 0
            }
        ),
        (
            .longPage,
            {
                $0.newCount += 1
                $0.recordCount += 1
            }
        ),
        (.wrongCount(distinct: 29, total: 30), { $0.newCount -= 1 }),
        (.wrongCount(distinct: 31, total: 30), { $0.newCount += 1 }),
    ]

    @Test("Any doubt about a page makes the pass incomplete", arguments: changes.indices)
    func incomplete(index: Int) {
        let (reason, change) = Self.changes[index]
        var scripted = Scripted(total: 30)
        let completeness = scripted.run { page in
            if page.start == .offset(10) { change(&page) }
        }
        // The records of a repeated page are repeated, too.
        let expected: IncompleteReason = reason == .repeatedPage ? .repeatedRecord : reason
        #expect(completeness == .incomplete(expected))
        let isEndedEarly = reason == .repeatedPage || reason == .emptyPage
        #expect(scripted.check.pageCount == (isEndedEarly ? 2 : 3))
    }

    @Test("A last page with more records than the total allows makes the pass incomplete")
    func beyondTotal() {
        var scripted = Scripted(total: 25)
        let completeness = scripted.run { page in
            guard page.start == .offset(20) else { return }
            page.recordCount += 1
            page.newCount += 1
        }
        #expect(completeness == .incomplete(.beyondTotal))
    }

    @Test("A page that doesn't begin with the last record before it makes the pass incomplete")
    func shifted() {
        var scripted = Scripted(total: 30, version: nil, trustsOrder: true)
        let completeness = scripted.run { page in
            if page.start == .offset(9) { page.followsAnchor = false }
        }
        #expect(completeness == .incomplete(.shifted))
    }

    @Test("The first doubt is kept, and a failed page ends the pass")
    func doubts() {
        var check = PassCheck(limit: 10)
        #expect(check.completeness == .incomplete(.notEnded))
        check.doubt(.shortPage)
        check.end(.failedPage("no answer"))
        #expect(check.isEnded && check.completeness == .incomplete(.shortPage))
    }

    @Test("An empty list is accepted only if nothing is stored")
    func empty() {
        let page = PassCheck.Page(
            start: .offset(0), list: .init(total: 0, version: "1"), recordCount: 0, newCount: 0)
        var check = PassCheck(limit: 10)
        check.take(page)
        #expect(check.isEnded && check.completeness == .incomplete(.emptyList))
        check = PassCheck(limit: 10, allowsEmptyList: true)
        check.take(page)
        #expect(check.isEnded && check.completeness == .complete)
    }

    @Test("Cursors lead through the list, with or without an empty page at its end")
    func cursors() {
        for lastCounts in [[10], [10, 0]] {
            var scripted = Scripted(total: 20)
            scripted.check.take(scripted.page(from: "", count: 10, next: "a"))
            for (index, count) in lastCounts.enumerated() {
                #expect(!scripted.check.isEnded)
                let next = index + 1 < lastCounts.count ? "b" : nil
                scripted.check.take(scripted.page(from: "a\(index)", count: count, next: next))
            }
            #expect(scripted.check.isEnded && scripted.check.completeness == .complete)
        }
    }

    @Test("A cursor that points to its own page ends the pass")
    func repeatedCursor() {
        var scripted = Scripted(total: 30)
        scripted.check.take(scripted.page(from: "a", count: 10, next: "a"))
        #expect(scripted.check.completeness == .incomplete(.repeatedCursor))
        #expect(scripted.check.isEnded)
    }

    @Test("Endless cursors end the pass")
    func endless() {
        var scripted = Scripted(total: 30)
        for index in 0..<100 where !scripted.check.isEnded {
            scripted.check.take(scripted.page(from: "\(index)", count: 10, next: "\(index + 1)"))
        }
        #expect(scripted.check.completeness == .incomplete(.tooManyPages))
        #expect(scripted.check.pageCount == 4)
    }

    @Test("Every reason is a few words, and no two are equal")
    func words() {
        let reasons = Self.changes.map { $0.0.description }
        #expect(reasons.allSatisfy { !$0.isEmpty } && Set(reasons).count == reasons.count)
    }

    @Test("A cursor is escaped in a path")
    func paths() {
        #expect(
            PageStart.cursor("a b/ü\n&x=1").path(limit: 7)
                == "/opportunities?cursor=a%20b%2F%C3%BC%0A%26x%3D1&limit=7")
        #expect(PageStart.offset(200).path(limit: 100) == "/opportunities?offset=200&limit=100")
    }

    @Test("An endless list without readable records ends after a few pages")
    func barren() {
        var list = Scripted(total: 1 << 40)
        let completeness = list.run { page in
            page.newCount = 0
            page.unreadableCount = page.recordCount
        }
        #expect(completeness == .incomplete(.unreadableID))
        #expect(list.check.pageCount == PassCheck.barrenPageCountMax)
    }
}
