package import MemoryBudget

/// An opportunity: what a sync keeps of it, and the description that it leaves out.
package struct OpportunityRecord: Hashable, Sendable {
    /// Unique: 20 characters.
    package var id: String
    /// Its name; never empty.
    package var title: String
    /// The contracting authority.
    package var agency: String
    /// `2026-03-14T18:30:00Z`.
    package var due: String
    /// The amount, in cents; never negative.
    package var amountCents: Int
    /// Rises with every change, from 1.
    package var revision: Int
    /// A text that is most of its JSON; no column holds it.
    package var description: String
    /// The way in which the source's record is invalid; nil for a valid one. The other fields are what
    /// they would be without it.
    package var defect: Defect?

    /// The ways in which a source's opportunity can be invalid.
    package enum Defect: CaseIterable, Sendable {
        /// It has no title.
        case missingTitle
        /// Its amount is a text.
        case textAmount
        /// Its amount is below nothing.
        case negativeAmount
        /// Its date is none.
        case malformedDue
    }

    /// The columns that a sync stores, in order.
    package static let columns = ["id", "title", "agency", "due", "amount_cents", "revision"]

    /// The digest's row: the stored columns.
    package var hash: RowHash {
        var row = RowHash()
        for text in [id, title, agency, due] { row.addField(text) }
        row.addField(integer: Int64(amountCents))
        row.addField(integer: Int64(revision))
        return row
    }
}
