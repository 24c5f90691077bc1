/// The seven fixes that the original system made to its job, which can be combined.
struct Fixes: OptionSet, Hashable, Sendable {
    let rawValue: Int

    /// 1: each team's result is written as it arrives, and not collected.
    static let streamResults = Fixes(number: 1)
    /// 2: only the needed fields are kept.
    static let projectFields = Fixes(number: 2)
    /// 3: a batch's results are dropped after use.
    static let discardBatches = Fixes(number: 3)
    /// 4: fixtures are validated as they arrive, not all at once.
    static let validateIncrementally = Fixes(number: 4)
    /// 5: two requests and three validations at a time, instead of three and five.
    static let lowerConcurrency = Fixes(number: 5)
    /// 6: a list is cleared once the next was built from it.
    static let clearIntermediates = Fixes(number: 6)
    /// 7: batches are smaller while much memory is resident.
    static let adaptiveBatch = Fixes(number: 7)

    /// The fixes' numbers.
    static let numbers = 1...7
    /// All seven fixes.
    static let all = Fixes(numbers: Array(numbers))

    /// Creates a set of fixes by their numbers.
    init(numbers: [Int]) {
        self = numbers.reduce(into: []) { $0.insert(Fixes(number: $1)) }
    }

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    private init(number: Int) {
        rawValue = 1 << number
    }
}
