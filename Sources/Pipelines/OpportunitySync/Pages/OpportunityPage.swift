import Glibc
import StreamedJSON

/// A page with what is kept of its records; their texts lie one after another in one block.
struct OpportunityPage: Sendable {
    /// Where it was asked for.
    var start = PageStart.offset(0)
    /// The source's number of records; nil if the page doesn't say it.
    var total: Int?
    /// The version of the list that it is of; nil if it doesn't say it.
    var version: String?
    /// The cursor of the page after it.
    var next: String?
    /// Its records; without the first if that is the last of the page before.
    var records: [OpportunityRecord] = []
    /// Their texts.
    var bytes: [UInt8] = []
    /// The whole records, for the strategy that keeps them.
    var objects: [JSONTree] = []
    /// Records before those here: 1 if pages overlap.
    var droppedCount = 0

    /// The most records that a list can have; no sum of places in one overflows.
    static let totalMax = 1 << 53

    /// About how much memory it holds, in bytes.
    var byteCount: Int { bytes.count + records.count * MemoryLayout<OpportunityRecord>.stride }

    /// The id of a record; nil if it has none that can be read.
    func id(at place: Int) -> String? {
        records[place].id.map { range in
            bytes.withUnsafeBytes { String(decoding: $0.text(range), as: UTF8.self) }
        }
    }

    /// Drops the first record if it is the one that the page before ended with.
    mutating func dropFirst(ifItIs anchor: String?) {
        guard let anchor, !records.isEmpty, let id = id(at: 0),
            id.utf8.elementsEqual(anchor.utf8)
        else { return }
        records.removeFirst()
        if !objects.isEmpty { objects.removeFirst() }
        droppedCount = 1
    }

    /// The place of a record in the page as it came, from 1.
    func position(of place: Int) -> Int { place + droppedCount + 1 }

    /// The places of records whose id a record before them has.
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

    /// Most lists are in the order of their ids: then no two are the same.
    private func isStrictlyRising(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var last: UnsafeRawBufferPointer?
        for case let id? in records.lazy.map(\.id) {
            let text = bytes.text(id)
            if let last, !last.precedes(text) { return false }
            last = text
        }
        return true
    }

    /// The list as the page describes it.
    var list: PassCheck.ListState { PassCheck.ListState(total: total ?? 0, version: version) }

    /// The page, as far as the check of a pass needs it.
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
    /// Whether these bytes come before others, as SQLite orders them.
    fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
        guard let start = baseAddress, let otherStart = other.baseAddress else {
            return count < other.count
        }
        let order = memcmp(start, otherStart, Swift.min(count, other.count))
        return order == 0 ? count < other.count : order < 0
    }
}
