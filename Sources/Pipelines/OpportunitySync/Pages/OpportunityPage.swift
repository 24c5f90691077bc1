import Glibc
import StreamedJSON

/// A page with its records' needed fields, whose texts are one block of bytes.
struct OpportunityPage: Sendable {
    /// The start that was requested.
    var start = PageStart.offset(0)
    /// The source's number of records; `nil` if the page has none.
    var total: Int?
    /// The list's version; `nil` if the page has none.
    var version: String?
    /// The cursor of the next page.
    var next: String?
    /// The records, without the first if it ended the page before.
    var records: [OpportunityRecord] = []
    /// The records' texts.
    var bytes: [UInt8] = []
    /// The complete records, for the strategy that keeps them.
    var objects: [JSONTree] = []
    /// The number of records dropped before these: 1 if pages overlap.
    var droppedCount = 0

    /// The maximum total of a list, small enough that sums of positions don't overflow.
    static let totalMax = 1 << 53

    /// The approximate memory of the page, in bytes.
    var byteCount: Int { bytes.count + records.count * MemoryLayout<OpportunityRecord>.stride }

    /// Returns a record's id; `nil` if it has no readable one.
    func id(at place: Int) -> String? {
        records[place].id.map { range in
            bytes.withUnsafeBytes { String(decoding: $0.text(range), as: UTF8.self) }
        }
    }

    /// Drops the first record if it ended the page before.
    mutating func dropFirst(ifItIs anchor: String?) {
        guard let anchor, !records.isEmpty, let id = id(at: 0),
            id.utf8.elementsEqual(anchor.utf8)
        else { return }
        records.removeFirst()
        if !objects.isEmpty { objects.removeFirst() }
        droppedCount = 1
    }

    /// Returns a record's position in the page as it arrived, from 1.
    func position(of place: Int) -> Int { place + droppedCount + 1 }

    /// Returns the indexes of records whose id an earlier record of the page has.
    func repeatedPlaces(_ bytes: UnsafeRawBufferPointer) -> Set<Int> {
        guard !isStrictlyRising(bytes) else { return [] }
        var ids: Set<IDString> = []
        var places: Set<Int> = []
        for (place, record) in records.enumerated() {
            guard let id = record.id else { continue }
            if !ids.insert(IDString(bytes.text(id))).inserted { places.insert(place) }
        }
        return places
    }

    /// Returns whether the ids rise strictly, as in most lists: then no two are equal.
    private func isStrictlyRising(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var last: UnsafeRawBufferPointer?
        for case let id? in records.lazy.map(\.id) {
            let text = bytes.text(id)
            if let last, !last.precedes(text) { return false }
            last = text
        }
        return true
    }

    /// The list's state according to the page.
    var list: PassCheck.ListState { PassCheck.ListState(total: total ?? 0, version: version) }

    /// Returns the page's facts for the check of a pass.
    func facts(newCount: Int, repeatedCount: Int) -> PassCheck.Page {
        var facts = PassCheck.Page(
            start: start, list: list, recordCount: records.count + droppedCount,
            newCount: newCount, repeatedCount: repeatedCount, next: next)
        facts.unreadableCount = records.count { $0.id == nil }
        facts.lastID = records.indices.last.flatMap { id(at: $0) }
        facts.followsAnchor = droppedCount > 0
        return facts
    }
}

extension UnsafeRawBufferPointer {
    /// Returns whether these bytes sort before others, in SQLite's order.
    fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
        guard let start = baseAddress, let otherStart = other.baseAddress else {
            return count < other.count
        }
        let order = memcmp(start, otherStart, Swift.min(count, other.count))
        return order == 0 ? count < other.count : order < 0
    }
}
