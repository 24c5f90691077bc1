import PipelineKit

/// A record of a page: where its texts lie in the page's bytes, and its numbers. Nil where the source
/// gave none, or something else.
struct OpportunityRecord: Hashable, Sendable {
    var id: TextRange?
    var title: TextRange?
    var agency: TextRange?
    var due: TextRange?
    var amountCents: Int?
    var revision: Int?

    /// The longest id, in bytes; a longer one is not readable.
    static let idByteCountMax = 64
    /// The longest text of another field, in bytes; a longer one is invalid.
    static let textByteCountMax = 4096

    /// A text within a page's bytes.
    struct TextRange: Hashable, Sendable {
        var start: UInt32
        var count: UInt32
    }

    /// The reason why it is invalid, in a few words; nil if it is valid. Not asked for without an id.
    func problem(in bytes: UnsafeRawBufferPointer) -> String? {
        if title == nil { return "it has no title" }
        if agency == nil { return "it has no agency" }
        guard let due, isTimestamp(bytes.text(due)) else { return "it has no time when it is due" }
        guard let amountCents, amountCents >= 0 else { return "it has no amount" }
        guard let revision, revision > 0 else { return "it has no revision" }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// A text that lies in these bytes.
    func text(_ range: OpportunityRecord.TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            rebasing: self[Int(range.start)..<Int(range.start) + Int(range.count)])
    }
}
