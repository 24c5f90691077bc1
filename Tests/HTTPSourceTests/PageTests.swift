import Foundation
import Testing

@testable import HTTPSource

/// A page as Foundation reads it.
struct Page {
    let total: Int
    let ids: [String]
    let next: String?

    init(_ answer: SourceAnswer) throws {
        let json = try JSONSerialization.jsonObject(with: Data(answer.body))
        let members = try #require(json as? [String: Any])
        total = try #require(members["total"] as? Int)
        let items = try #require(members["items"] as? [[String: Any]])
        ids = try items.map { try #require($0["id"] as? String) }
        next = members["next"] as? String
    }
}

@Suite("Pages of opportunities")
struct PageTests {
    private func settings(_ hazards: Hazard...) -> SourceSettings {
        var settings = SourceSettings()
        settings.hazards = Set(hazards)
        return settings
    }

    private func page(_ source: Source, path: String) throws -> Page {
        try Page(source.answer(path: path, now: 0))
    }

    /// All ids by cursor, up to so many pages.
    private func idsByCursor(_ source: Source, pageCountMax: Int = 100) throws -> [String] {
        var ids: [String] = []
        var cursor: String? = ""
        for _ in 0..<pageCountMax {
            guard let place = cursor else { break }
            let page = try page(source, path: "/530/opportunities?cursor=\(place)&limit=100")
            ids += page.ids
            cursor = page.next
        }
        return ids
    }

    @Test("Pages by offset and by cursor hold every opportunity once, in the same order")
    func complete() throws {
        let source = Source(settings())
        var ids: [String] = []
        for offset in stride(from: 0, to: 530, by: 100) {
            let page = try page(source, path: "/530/opportunities?offset=\(offset)&limit=100")
            #expect(page.total == 530)
            ids += page.ids
        }
        #expect(ids == (0..<530).map { OpportunityList.id(of: $0) })
        #expect(ids.allSatisfy { $0.utf8.count == 20 })
        #expect(try idsByCursor(source) == ids)
    }

    @Test("A page behind the end is empty, and a page of too many is not served")
    func ends() throws {
        let source = Source(settings())
        #expect(try page(source, path: "/5/opportunities?offset=5").ids == [])
        #expect(try page(source, path: "/0/opportunities?cursor=").next == nil)
        for query in ["limit=0", "limit=1001", "limit=x", "offset=-1", "offset=x", "cursor=x"] {
            #expect(source.answer(path: "/5/opportunities?\(query)", now: 0).status == 404)
        }
    }

    @Test("Shifting pages repeat an opportunity, and total rises")
    func shifting() throws {
        let source = Source(settings(.shiftingPages))
        var ids: [String] = []
        var totals: [Int] = []
        for offset in stride(from: 0, to: 500, by: 100) {
            let page = try page(source, path: "/500/opportunities?offset=\(offset)&limit=100")
            ids += page.ids
            totals.append(page.total)
        }
        #expect(totals == [500, 500, 500, 501, 501])
        #expect(ids.count == 500 && Set(ids).count == 499)
        #expect(source.opportunities(count: 500).count == 501)
    }

    @Test("A source that ignores its cursor gives the first page for ever")
    func ignored() throws {
        let ids = try idsByCursor(Source(settings(.ignoredCursor)), pageCountMax: 10)
        #expect(ids.count == 1000 && Set(ids).count == 100)
    }

    @Test("Capped pages end below total")
    func capped() throws {
        let source = Source(settings(.cappedPages))
        #expect(try idsByCursor(source).count == 265)
        let page = try page(source, path: "/530/opportunities?offset=300")
        #expect(page.ids == [] && page.total == 530)
    }
}
