/// The rows that an earlier sync of a list left, compared with the source's first state: a pure
/// function of the seed and the length.
///
/// Since then, about 3 % of the list are new, about 10 % have changed, and 2 % more were removed.
package struct OpportunityHistory: Sendable {
    /// The number of opportunities in the source.
    package let count: Int
    private let content: OpportunityContent

    private static let newPerMille = 30
    private static let changedPerMille = 100

    /// Creates the history of a list.
    package init(seed: UInt64, count: Int) {
        self.count = count
        content = OpportunityContent(seed: seed)
    }

    /// All opportunities before and after, in the order of their ids.
    package var changes: some Sequence<OpportunityChange> {
        (0..<count).lazy.flatMap { number in
            let change = change(of: number)
            guard let gone = OpportunityNumber.gone(after: number) else { return [change] }
            return [change, OpportunityChange(previous: valid(gone), current: nil)]
        }
    }

    private func change(of number: Int) -> OpportunityChange {
        var random = content.random(8, of: number)
        let current = content.record(number)
        switch random.next(below: 1000) {
        case ..<Self.newPerMille: return OpportunityChange(previous: nil, current: current)
        case ..<(Self.newPerMille + Self.changedPerMille):
            return OpportunityChange(previous: content.earlierRecord(number), current: current)
        default: return OpportunityChange(previous: valid(number), current: current)
        }
    }

    private func valid(_ number: Int) -> OpportunityRecord {
        var record = content.record(number)
        record.defect = nil
        return record
    }
}

/// An opportunity before a sync and in the source.
package struct OpportunityChange: Hashable, Sendable {
    /// The row that an earlier sync stored; `nil` for a new one.
    package var previous: OpportunityRecord?
    /// The record in the source; `nil` for a removed one.
    package var current: OpportunityRecord?

    /// The row after a complete sync: an invalid record is rejected, and the stored row kept.
    package var result: OpportunityRecord? {
        current?.defect == nil ? current : previous
    }
}
