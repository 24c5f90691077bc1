import HTTPClient
import StreamedJSON

/// A page with its complete records in memory, as most programs keep what they fetch.
final class ObjectPageBody: BodyReceiver {
    private(set) var page: OpportunityPage
    private let body = TreeBody()

    init(_ start: PageStart) {
        page = OpportunityPage()
        page.start = start
    }

    func begin() { body.begin() }

    func receive(_ bytes: UnsafeRawBufferPointer) { body.receive(bytes) }

    func finish() throws {
        try body.finish()
        guard let objects = body.tree["items"]?.elements, let total = body.tree["total"]?.integer,
            (0...OpportunityPage.totalMax).contains(total)
        else { throw MalformedBody("a page has no total or no items") }
        page.total = total
        page.version = body.tree["version"].flatMap { version in
            version.text ?? version.integer.map(String.init)
        }
        page.next = body.tree["next"]?.text
        page.objects = objects
        page.take(objects)
    }
}

extension OpportunityPage {
    /// Creates a page of complete records that were fetched before.
    init(_ objects: [JSONTree], start: PageStart) {
        self.start = start
        take(objects)
    }

    fileprivate mutating func take(_ objects: [JSONTree]) {
        records = []
        bytes = []
        for object in objects { add(object) }
    }

    private mutating func add(_ object: JSONTree) {
        let id = keep(object["id"]?.text, byteCountMax: OpportunityRecord.idByteCountMax)
        records.append(
            OpportunityRecord(
                id: id, title: keep(object["title"]?.text), agency: keep(object["agency"]?.text),
                due: keep(object["due"]?.text), amountCents: object["amount_cents"]?.integer,
                revision: object["revision"]?.integer))
    }

    private mutating func keep(
        _ text: String?, byteCountMax: Int = OpportunityRecord.textByteCountMax
    ) -> OpportunityRecord.TextRange? {
        guard let text, !text.isEmpty, text.utf8.count <= byteCountMax else { return nil }
        defer { bytes.append(contentsOf: text.utf8) }
        return OpportunityRecord.TextRange(
            start: UInt32(bytes.count), count: UInt32(text.utf8.count))
    }
}
