/// A list of opportunities that may change at its ends: a pure function of seed, length and changes.
package struct OpportunityList: Sendable {
    /// The content of its opportunities.
    package let content: OpportunityContent
    /// The number of changes since the beginning.
    package let version: Int
    /// The numbers of its opportunities, in order.
    package let numbers: Range<Int>

    /// Describes a list.
    ///
    /// - Parameters:
    ///   - initialCount: Their number at first.
    ///   - grownCount: How often one was put at the front since then.
    ///   - replacedCount: How often the first one was removed and another put at the end.
    package init(seed: UInt64, initialCount: Int, grownCount: Int = 0, replacedCount: Int = 0) {
        content = OpportunityContent(seed: seed)
        version = grownCount + replacedCount
        numbers = replacedCount - grownCount..<initialCount + replacedCount
    }

    /// Their number now.
    package var count: Int { numbers.count }

    /// The ids of those that are in it now, in order.
    package var ids: [String] { numbers.map(OpportunityNumber.id) }

    /// The number of the opportunity at a place from 0.
    func number(at place: Int) -> Int { numbers.lowerBound + place }

    /// The place from 0 behind an opportunity, whether or not it is still in the list.
    func place(after number: Int) -> Int {
        min(max(number - numbers.lowerBound + 1, 0), count)
    }
}
