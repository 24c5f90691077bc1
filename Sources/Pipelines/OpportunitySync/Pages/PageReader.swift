import HTTPClient
import StreamedJSON

/// A reader that takes the needed fields from a page as it arrives, and skips everything else.
struct PageReader: JSONReceiver {
    /// The part of the page that has been read.
    private(set) var page: OpportunityPage
    private var record = OpportunityRecord()
    private var member = Member.other
    private var field = Field.other
    private var depth = 0
    private var hasItems = false
    private var isTooLarge = false

    // The maximum number of records in a page, and bytes of their texts, however many were
    // requested.
    static let recordCountMax = 10_000
    static let byteCountMax = 4 << 20

    // The depths of the page's members, the list, and a record's members.
    private static let pageDepth = 1
    private static let listDepth = 2
    private static let recordDepth = 3

    private enum Member { case total, version, next, items, other }
    private enum Field { case id, title, agency, due, amount, revision, other }

    /// Creates a reader of the page with a start.
    init(_ start: PageStart) {
        page = OpportunityPage()
        page.start = start
    }

    mutating func open(_ container: JSONContainer) {
        if depth == Self.pageDepth, container == .array, member == .items { hasItems = true }
        depth += 1
        if depth == Self.recordDepth {
            record = OpportunityRecord()
            field = .other
        }
    }

    mutating func close(_ container: JSONContainer) {
        if depth == Self.recordDepth { add() }
        depth -= 1
    }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        if depth == Self.recordDepth {
            field = Self.field(bytes)
        } else if depth == Self.pageDepth {
            member = Self.member(bytes)
        }
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        switch depth {
        case Self.recordDepth: takeText(bytes)
        case Self.listDepth: addOther()
        case Self.pageDepth where member == .version:
            page.version = String(decoding: bytes, as: UTF8.self)
        case Self.pageDepth where member == .next:
            page.next = String(decoding: bytes, as: UTF8.self)
        default: break
        }
    }

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        switch depth {
        case Self.recordDepth where field == .amount:
            record.amountCents = JSONNumber.integer(bytes)
        case Self.recordDepth where field == .revision:
            record.revision = JSONNumber.integer(bytes)
        case Self.listDepth: addOther()
        case Self.pageDepth where member == .total:
            page.total = JSONNumber.integer(bytes).flatMap {
                (0...OpportunityPage.totalMax).contains($0) ? $0 : nil
            }
        case Self.pageDepth where member == .version:
            page.version = String(decoding: bytes, as: UTF8.self)
        default: break
        }
    }

    mutating func literal(_ literal: JSONLiteral) {
        if depth == Self.listDepth { addOther() }
    }

    func check() throws(MalformedBody) {
        guard hasItems, page.total != nil else {
            throw MalformedBody("a page has no total or no items")
        }
        guard !isTooLarge else { throw MalformedBody("a page is too large") }
    }

    /// Adds an element that isn't an object, as a record without any field.
    private mutating func addOther() {
        record = OpportunityRecord()
        add()
    }

    private mutating func add() {
        guard member == .items else { return }
        guard page.records.count < Self.recordCountMax else {
            isTooLarge = true
            return
        }
        page.records.append(record)
    }

    private mutating func takeText(_ bytes: UnsafeRawBufferPointer) {
        switch field {
        case .id: record.id = kept(bytes, byteCountMax: OpportunityRecord.idByteCountMax)
        case .title: record.title = kept(bytes)
        case .agency: record.agency = kept(bytes)
        case .due: record.due = kept(bytes)
        case .amount, .revision, .other: break
        }
    }

    /// Stores a text and returns its range; `nil` if it is empty or too long.
    private mutating func kept(
        _ bytes: UnsafeRawBufferPointer, byteCountMax: Int = OpportunityRecord.textByteCountMax
    ) -> OpportunityRecord.TextRange? {
        guard member == .items, !bytes.isEmpty, bytes.count <= byteCountMax else { return nil }
        guard page.bytes.count + bytes.count <= Self.byteCountMax else {
            isTooLarge = true
            return nil
        }
        defer { page.bytes.append(contentsOf: bytes) }
        return OpportunityRecord.TextRange(
            start: UInt32(page.bytes.count), count: UInt32(bytes.count))
    }

    private static func field(_ name: UnsafeRawBufferPointer) -> Field {
        switch name.count {
        case 2 where name.spells("id"): .id
        case 3 where name.spells("due"): .due
        case 5 where name.spells("title"): .title
        case 6 where name.spells("agency"): .agency
        case 8 where name.spells("revision"): .revision
        case 12 where name.spells("amount_cents"): .amount
        default: .other
        }
    }

    private static func member(_ name: UnsafeRawBufferPointer) -> Member {
        switch name.count {
        case 4 where name.spells("next"): .next
        case 5 where name.spells("total"): .total
        case 5 where name.spells("items"): .items
        case 7 where name.spells("version"): .version
        default: .other
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Returns whether these bytes equal a word.
    @inline(__always)
    fileprivate func spells(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { elementsEqual($0) }
    }
}
