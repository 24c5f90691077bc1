package import MemoryBudget

/// An opportunity: the columns that a sync stores, and the description that it leaves out.
package struct OpportunityRecord: Hashable, Sendable {
    /// The unique id, of 20 characters.
    package var id: String
    /// The title; never empty.
    package var title: String
    /// The contracting authority.
    package var agency: String
    /// The deadline, such as `2026-03-14T18:30:00Z`.
    package var due: String
    /// The amount in cents; never negative.
    package var amountCents: Int
    /// The revision, from 1, which rises with every change.
    package var revision: Int
    /// A long text, most of the record's JSON; it is not stored.
    package var description: String
    /// The defect of the source's record; `nil` for a valid one. The other fields have the values
    /// they would have without it.
    package var defect: Defect?

    /// The possible defects of an opportunity.
    package enum Defect: CaseIterable, Sendable {
        /// The title is missing.
        case missingTitle
        /// The amount is a string.
        case textAmount
        /// The amount is negative.
        case negativeAmount
        /// The deadline is not a date.
        case malformedDue
    }

    /// The columns that a sync stores, in order.
    package static let columns = ["id", "title", "agency", "due", "amount_cents", "revision"]

    /// The hash of the digest's row: the stored columns.
    package var hash: RowHash {
        var row = RowHash()
        for text in [id, title, agency, due] { row.addField(text) }
        row.addField(integer: Int64(amountCents))
        row.addField(integer: Int64(revision))
        return row
    }
}
