import Foundation
import MemoryBudget
import Testing

@testable import HTTPSource

@Suite("Opportunities, and the rows left by an earlier sync")
struct OpportunityTests {
    private let history = OpportunityHistory(seed: 42, count: 5301)

    /// Returns the items of the source's pages.
    private func items(_ history: OpportunityHistory) throws -> [[String: Any]] {
        try Pages(count: history.count).byOffset().flatMap(\.items)
    }

    @Test("About 3 % are new, 10 % changed and 2 % removed")
    func shares() {
        var (new, changed, gone, same) = (0, 0, 0, 0)
        for change in history.changes {
            switch (change.previous, change.current) {
            case (nil, _): new += 1
            case (_, nil): gone += 1
            case (let previous?, let current?) where previous.revision != current.revision:
                changed += 1
            default: same += 1
            }
        }
        #expect(new + changed + same == 5301 && gone == 106)
        #expect((120...200).contains(new) && (450...610).contains(changed))
    }

    @Test("Ids rise and are unique, and removed opportunities were never in the list")
    func identities() {
        var ids: [String] = []
        var goneIDs: Set<String> = []
        for change in history.changes {
            ids.append(change.current?.id ?? change.previous?.id ?? "")
            if change.current == nil { goneIDs.insert(ids.last ?? "") }
            guard let previous = change.previous, let current = change.current else { continue }
            #expect(previous.id == current.id)
        }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 20 })
        let live = Pages(count: 5301).liveIDs
        #expect(goneIDs.isDisjoint(with: live) && Set(ids) == goneIDs.union(live))
    }

    @Test("An older revision has other values, and all stored rows are valid")
    func revisions() {
        for change in history.changes {
            guard let previous = change.previous else { continue }
            #expect(previous.defect == nil && previous.revision >= 1 && previous.amountCents >= 0)
            guard let current = change.current, current.revision != previous.revision else {
                continue
            }
            #expect(previous.revision == current.revision - 1)
            #expect(previous.title != current.title && previous.amountCents != current.amountCents)
        }
    }

    @Test(
        "About one in 64 is invalid, with each defect; its stored row stays, a new one is absent"
    )
    func defects() {
        var defects: [String: Int] = [:]
        var newCount = 0
        for change in history.changes {
            guard let defect = change.current?.defect else { continue }
            defects["\(defect)", default: 0] += 1
            #expect(change.result == change.previous)
            newCount += change.previous == nil ? 1 : 0
        }
        #expect(defects.count == OpportunityRecord.Defect.allCases.count)
        #expect((60...110).contains(defects.values.reduce(0, +)))
        #expect((1...10).contains(newCount))
    }

    @Test("A valid record replaces the row, and the row of a removed one is deleted")
    func results() {
        for change in history.changes where change.current?.defect == nil {
            #expect(change.result == change.current)
        }
    }

    @Test("The JSON has the record's values, and the defects match their names")
    func content() throws {
        let records = history.changes.compactMap(\.current)
        let items = try items(history)
        try #require(items.count == records.count)
        for (record, json) in zip(records, items) {
            #expect(json["id"] as? String == record.id)
            #expect((json["title"] as? String == record.title) == (record.defect != .missingTitle))
            #expect(json["agency"] as? String == record.agency)
            #expect((json["due"] as? String == record.due) == (record.defect != .malformedDue))
            let amount = json["amount_cents"] as? Int
            switch record.defect {
            case .textAmount: #expect(json["amount_cents"] is String)
            case .negativeAmount: #expect(try #require(amount) < 0)
            default: #expect(amount == record.amountCents)
            }
            #expect(json["revision"] as? Int == record.revision)
            #expect(json["description"] as? String == record.description)
        }
    }

    @Test("A record's hash is that of the six columns")
    func digest() {
        let record = OpportunityContent(seed: 1).record(7)
        var row = RowHash()
        for text in [record.id, record.title, record.agency, record.due] { row.addField(text) }
        for number in [record.amountCents, record.revision] {
            row.addField(integer: Int64(number))
        }
        var (expected, digest) = (RowDigest(), RowDigest())
        expected.add(row)
        digest.add(record.hash)
        #expect(digest == expected && OpportunityRecord.columns.count == 6)
    }

    @Test("The same seed gives the same history, another seed another one")
    func seeds() {
        let again = OpportunityHistory(seed: 42, count: 5301)
        let other = OpportunityHistory(seed: 43, count: 5301)
        #expect(Array(history.changes) == Array(again.changes))
        #expect(Array(history.changes) != Array(other.changes))
        #expect(Array(OpportunityHistory(seed: 42, count: 0).changes).isEmpty)
    }
}
