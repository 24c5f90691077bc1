/// The seven fixes that the original system made to its job.
struct Fixes: OptionSet, Hashable, Sendable {
    let rawValue: Int

    /// 1: each team's result goes to the writer as it comes, and is not collected.
    static let streamResults = Fixes(number: 1)
    /// 2: only the needed fields are kept.
    static let projectFields = Fixes(number: 2)
    /// 3: a batch's results are dropped as soon as they were used.
    static let discardBatches = Fixes(number: 3)
    /// 4: fixtures are validated as they come, not all at once.
    static let validateIncrementally = Fixes(number: 4)
    /// 5: two requests and three validations at a time, not three and five.
    static let lowerConcurrency = Fixes(number: 5)
    /// 6: a list is cleared once the next was made of it.
    static let clearIntermediates = Fixes(number: 6)
    /// 7: batches are smaller while much memory is resident.
    static let adaptiveBatch = Fixes(number: 7)

    /// The numbers there are.
    static let numbers = 1...7
    /// All seven.
    static let all = Fixes(numbers: Array(numbers))

    /// Fixes by their numbers.
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
