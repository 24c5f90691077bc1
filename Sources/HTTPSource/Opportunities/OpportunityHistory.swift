/// The rows that an earlier sync of a list left, beside what the source serves at first: a pure
/// function of seed and length.
///
/// About 3 % of the list are new since then, about 10 % have changed, and 2 % more are gone.
package struct OpportunityHistory: Sendable {
    /// The number of opportunities that the source has.
    package let count: Int
    private let content: OpportunityContent

    private static let newPerMille = 30
    private static let changedPerMille = 100

    /// Describes the history of a list.
    package init(seed: UInt64, count: Int) {
        self.count = count
        content = OpportunityContent(seed: seed)
    }

    /// Every opportunity before and after, in the order of ids.
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

/// One opportunity, before a sync and in the source.
package struct OpportunityChange: Hashable, Sendable {
    /// As an earlier sync stored it; nil for one that is new.
    package var previous: OpportunityRecord?
    /// As the source has it; nil for one that is gone.
    package var current: OpportunityRecord?

    /// As a complete sync leaves it: an invalid record is rejected, and what is stored of it stays.
    package var result: OpportunityRecord? {
        current?.defect == nil ? current : previous
    }
}
