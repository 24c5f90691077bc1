import Processes

/// A rate limit that keeps a repeated action within its share of a core.
struct Pace {
    private let minimumNanoseconds: Int
    private let pausePerCost: Int
    /// The maximum pause, regardless of cost; `nil` for none.
    var maximumNanoseconds: Int?
    private var due = 0

    /// Creates a pace with a minimum pause that grows with the cost.
    init(minimumNanoseconds: Int, pausePerCost: Int) {
        self.minimumNanoseconds = minimumNanoseconds
        self.pausePerCost = pausePerCost
    }

    /// Runs `body` if it is due; otherwise, returns `nil`.
    mutating func run<Value>(at now: Int, _ body: () -> Value) -> Value? {
        guard isDue(at: now) else { return nil }
        let before = threadNanoseconds()
        let value = body()
        postpone(from: now, cost: threadNanoseconds() - before)
        return value
    }

    /// Sets the next due time.
    mutating func postpone(from now: Int, cost: Int) {
        let pause = min(maximumNanoseconds ?? .max, cost * pausePerCost)
        due = now + max(minimumNanoseconds, pause)
    }

    /// Returns whether the action is due.
    func isDue(at now: Int) -> Bool { now >= due }
}
