/// A list of opportunities that may change at its ends: a pure function of seed, length and
/// changes.
///
/// ```swift
/// let list = OpportunityList(seed: 42, initialCount: 1000, grownCount: 3)
/// print(list.count, list.ids[0])
/// ```
package struct OpportunityList: Sendable {
    /// The content of its opportunities.
    package let content: OpportunityContent
    /// The number of changes since the beginning.
    package let version: Int
    /// The numbers of its opportunities, in order.
    package let numbers: Range<Int>

    /// Creates a list.
    ///
    /// - Parameters:
    ///   - initialCount: The initial number of opportunities.
    ///   - grownCount: The number of opportunities added at the front since then.
    ///   - replacedCount: The number of times the first one was removed and another added at the
    ///     end.
    package init(seed: UInt64, initialCount: Int, grownCount: Int = 0, replacedCount: Int = 0) {
        content = OpportunityContent(seed: seed)
        version = grownCount + replacedCount
        numbers = replacedCount - grownCount..<initialCount + replacedCount
    }

    /// The current number of opportunities.
    package var count: Int { numbers.count }

    /// The ids of the current opportunities, in order.
    package var ids: [String] { numbers.map(OpportunityNumber.id) }

    /// Returns the number of the opportunity at a position from 0.
    func number(at place: Int) -> Int { numbers.lowerBound + place }

    /// Returns the position after an opportunity, from 0, even if it has been removed.
    func place(after number: Int) -> Int {
        min(max(number - numbers.lowerBound + 1, 0), count)
    }
}
