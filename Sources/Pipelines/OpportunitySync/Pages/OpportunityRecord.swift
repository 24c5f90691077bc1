import PipelineKit

/// A record of a page: the ranges of its texts in the page's bytes, and its numbers.
///
/// A field is `nil` if the source has no value, or one of another type.
struct OpportunityRecord: Hashable, Sendable {
    var id: TextRange?
    var title: TextRange?
    var agency: TextRange?
    var due: TextRange?
    var amountCents: Int?
    var revision: Int?

    /// The maximum id, in bytes; a longer one is not readable.
    static let idByteCountMax = 64
    /// The maximum text of other fields, in bytes; a longer one is invalid.
    static let textByteCountMax = 4096

    /// The range of a text in a page's bytes.
    struct TextRange: Hashable, Sendable {
        var start: UInt32
        var count: UInt32
    }

    /// Returns the reason that a record with an id is invalid, in a few words; `nil` if it is
    /// valid.
    func problem(in bytes: UnsafeRawBufferPointer) -> String? {
        if title == nil { return "it has no title" }
        if agency == nil { return "it has no agency" }
        guard let due, isTimestamp(bytes.text(due)) else { return "it has no due time" }
        guard let amountCents, amountCents >= 0 else { return "it has no amount" }
        guard let revision, revision > 0 else { return "it has no revision" }
        return nil
    }
}

extension UnsafeRawBufferPointer {
    /// Returns the text in a range of these bytes.
    func text(_ range: OpportunityRecord.TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            rebasing: self[Int(range.start)..<Int(range.start) + Int(range.count)])
    }
}
