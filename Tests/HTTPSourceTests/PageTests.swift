import Foundation
import Testing

@testable import HTTPSource

/// A page as parsed by Foundation.
struct Page {
    let total: Int
    let version: Int?
    let items: [[String: Any]]
    let next: String?

    init(_ answer: SourceAnswer) throws {
        let json = try JSONSerialization.jsonObject(with: Data(answer.body))
        let members = try #require(json as? [String: Any])
        total = try #require(members["total"] as? Int)
        version = members["version"] as? Int
        items = try #require(members["items"] as? [[String: Any]])
        next = members["next"] as? String
    }

    /// The readable ids.
    var ids: [String] { items.compactMap { $0["id"] as? String }.filter { !$0.isEmpty } }
}

/// A reader of a source's pages.
struct Pages {
    let source: Source
    let count: Int

    init(_ hazards: Hazard..., count: Int = 530, change: (inout SourceSettings) -> Void = { _ in })
    {
        var settings = SourceSettings()
        settings.hazards = Set(hazards)
        change(&settings)
        source = Source(settings)
        self.count = count
    }

    func page(_ query: String) throws -> Page {
        try Page(source.answer(path: "/\(count)/opportunities?\(query)", now: 0))
    }

    /// Reads all pages by offset, up to `total`.
    func byOffset() throws -> [Page] {
        try stride(from: 0, to: count, by: 100).map { try page("offset=\($0)&limit=100") }
    }

    /// Reads pages by cursor, up to `pageCountMax`.
    func byCursor(pageCountMax: Int = 100) throws -> [Page] {
        var pages: [Page] = []
        var cursor: String? = ""
        while let after = cursor, pages.count < pageCountMax {
            pages.append(try page("cursor=\(after)&limit=100"))
            cursor = pages.last?.next
        }
        return pages
    }

    /// The ids now in the list.
    var liveIDs: [String] { source.opportunities(count: count).ids }
}

@Suite("Pages of opportunities")
struct PageTests {
    private func ids(_ pages: [Page]) -> [String] { pages.flatMap(\.ids) }

    @Test("Pages by offset and by cursor hold every opportunity once, in the same order")
    func complete() throws {
        let pages = Pages()
        let ids = ids(try pages.byOffset())
        #expect(ids == pages.liveIDs && Set(ids).count == 530)
        #expect(ids.allSatisfy { $0.utf8.count == 20 } && ids == ids.sorted())
        let byCursor = try pages.byCursor()
        #expect(self.ids(byCursor) == ids)
        #expect(byCursor.allSatisfy { $0.total == 530 && $0.version == 0 })
    }

    @Test("A page after the end is empty, and a page larger than the maximum is refused")
    func ends() throws {
        #expect(try Pages(count: 5).page("offset=5").ids == [])
        #expect(try Pages(count: 0).page("cursor=").next == nil)
        let source = Source(SourceSettings())
        for query in [
            "limit=0", "limit=1001", "limit=x", "offset=-1", "offset=x", "cursor=x",
            "cursor=after-x", "cursor=after-9999999999999",
        ] {
            #expect(source.answer(path: "/5/opportunities?\(query)", now: 0).status == 404)
        }
    }

    @Test("Shifting pages repeat an opportunity, and total and version rise")
    func shifting() throws {
        let pages = Pages(.shiftingPages, count: 500)
        let found = try pages.byOffset()
        #expect(found.map(\.total) == [500, 500, 500, 501, 501])
        #expect(found.map(\.version) == [0, 0, 0, 1, 1])
        #expect(ids(found).count == 500 && Set(ids(found)).count == 499)
        #expect(pages.liveIDs.count == 501 && Set(pages.liveIDs).count == 501)
    }

    @Test("Replaced records leave total unchanged and make pages by offset skip a live one")
    func replaced() throws {
        let pages = Pages(.replacedRecords, count: 500)
        let before = Set(pages.liveIDs)
        let found = try pages.byOffset()
        #expect(found.map(\.total) == [500, 500, 500, 500, 500])
        #expect(found.map(\.version) == [0, 0, 0, 1, 1])
        #expect(Set(ids(found)).count == 500)
        let skipped = Set(pages.liveIDs).subtracting(ids(found))
        #expect(skipped.count == 1 && skipped.isSubset(of: before))
    }

    @Test(
        "Pages by cursor continue after the last record sent, so that none is skipped or repeated",
        arguments: [
            [Hazard.replacedRecords], [.shiftingPages], [.replacedRecords, .shiftingPages],
        ])
    func anchored(hazards: [Hazard]) throws {
        let pages = Pages { settings in
            settings.hazards = Set(hazards)
            settings.shiftInterval = 1
        }
        let before = Set(pages.liveIDs)
        let found = ids(try pages.byCursor())
        #expect(Set(found).count == found.count)
        #expect(before.intersection(pages.liveIDs).isSubset(of: found))
    }

    @Test("Both kinds of change alternate, and the ids stay unique")
    func bothChanges() throws {
        let pages = Pages(.replacedRecords, .shiftingPages, count: 300) { $0.shiftInterval = 1 }
        let totals = try (0..<5).map { _ in try pages.page("offset=0").total }
        #expect(totals == [300, 301, 301, 302, 302])
        #expect(Set(pages.liveIDs).count == pages.liveIDs.count)
    }

    @Test("An empty list stays empty when records are replaced")
    func replacedNone() throws {
        let pages = Pages(.replacedRecords, count: 0) { $0.shiftInterval = 1 }
        for _ in 0..<3 { #expect(try pages.page("offset=0").items.isEmpty) }
        #expect(pages.liveIDs.isEmpty)
    }

    @Test("A source that ignores its cursor always returns the first page")
    func ignored() throws {
        let ids = ids(try Pages(.ignoredCursor).byCursor(pageCountMax: 10))
        #expect(ids.count == 1000 && Set(ids).count == 100)
    }

    @Test("Capped pages end before they reach the total")
    func capped() throws {
        let pages = Pages(.cappedPages)
        #expect(ids(try pages.byCursor()).count == 265)
        let page = try pages.page("offset=300")
        #expect(page.ids == [] && page.total == 530)
    }

    @Test("A source may omit its version, even while its list changes")
    func missingVersion() throws {
        let pages = Pages(.missingVersion, .replacedRecords) { $0.shiftInterval = 1 }
        #expect(try pages.byOffset().allSatisfy { $0.version == nil && $0.total == 530 })
    }

    @Test("Some records may lack a readable id, and are still live")
    func missingIDs() throws {
        let pages = Pages(.missingIDs, count: 10_000)
        let found = try pages.byOffset()
        let lacking = found.flatMap(\.items).filter { item in
            (item["id"] as? String).map(\.isEmpty) ?? true
        }
        #expect((5...20).contains(lacking.count))
        #expect(ids(found).count + lacking.count == 10_000)
        #expect(pages.liveIDs.count == 10_000)
        let content = OpportunityContent(seed: 42)
        let shapes = (0..<50_000).compactMap { content.missingID(of: $0) }
        #expect((25...100).contains(shapes.count) && Set(shapes).count == 4)
    }

    @Test("Every request hazard affects pages, and the same page is complete in the end")
    func hazards() throws {
        let good = try Pages().page("offset=100&limit=100").ids
        for hazard in Hazard.allCases where !hazard.isOfPages {
            let pages = Pages(hazard) { $0.hazardPerMille = 1000 }
            let path = "/530/opportunities?offset=100&limit=100"
            let answers = (0..<4).map { _ in pages.source.answer(path: path, now: 0) }
            for answer in answers.prefix(3) where hazard != .slowDrip {
                let isWhole = answer.status == 200 && answer.cutByteCount == nil
                #expect(!isWhole || (try? Page(answer)) == nil, "\(hazard)")
            }
            #expect(try Page(answers[3]).ids == good, "\(hazard)")
        }
    }

    @Test("A failed page doesn't change the list")
    func failedPages() throws {
        let pages = Pages(.shiftingPages, .serverError) { settings in
            settings.hazardPerMille = 1000
            settings.hazardRunMax = 2
            settings.shiftInterval = 1
        }
        let path = "/530/opportunities?offset=0"
        let answers = (0..<6).map { _ in pages.source.answer(path: path, now: 0) }
        let versions = answers.compactMap { try? Page($0).version }
        #expect(versions == [0, 1])
    }
}
