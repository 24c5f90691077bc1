import Processes

/// The rate of something that costs time: no more than its part of a core.
struct Pace {
    private let minimumNanoseconds: Int
    private let pausePerCost: Int
    /// The longest pause, however much it costs; nil for none.
    var maximumNanoseconds: Int?
    private var due = 0

    /// A pace with a shortest pause, that grows with the cost.
    init(minimumNanoseconds: Int, pausePerCost: Int) {
        self.minimumNanoseconds = minimumNanoseconds
        self.pausePerCost = pausePerCost
    }

    /// Does it if it is due; nil if not.
    mutating func run<Value>(at now: Int, _ body: () -> Value) -> Value? {
        guard isDue(at: now) else { return nil }
        let before = threadNanoseconds()
        let value = body()
        postpone(from: now, cost: threadNanoseconds() - before)
        return value
    }

    /// Sets when it is due again.
    mutating func postpone(from now: Int, cost: Int) {
        let pause = min(maximumNanoseconds ?? .max, cost * pausePerCost)
        due = now + max(minimumNanoseconds, pause)
    }

    /// Whether it is due.
    func isDue(at now: Int) -> Bool { now >= due }
}
