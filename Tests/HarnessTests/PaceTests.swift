import Testing

@testable import Harness

@Suite("The rate of expensive actions")
struct PaceTests {
    @Test("A pause grows with the cost, between its minimum and its maximum")
    func pauses() {
        var pace = Pace(minimumNanoseconds: 100, pausePerCost: 50)
        #expect(pace.isDue(at: 0))
        func due(after cost: Int) -> Int? {
            pace.postpone(from: 1000, cost: cost)
            return (1000...10_000).first { pace.isDue(at: $0) }
        }
        #expect(due(after: 0) == 1100 && due(after: 1) == 1100 && due(after: 10) == 1500)
        pace.maximumNanoseconds = 300
        #expect(due(after: 10) == 1300)
    }

    @Test("A small untraced tree is searched at least every ten milliseconds")
    func discovery() {
        let launched = ProcessDiscovery.launched(helper: 1, command: 2, seen: SeenProcesses())
        #expect(launched.pauseMaximumNanoseconds(processCount: 16) == 10_000_000)
        #expect(launched.pauseMaximumNanoseconds(processCount: 17) == nil)
        let traced = ProcessDiscovery.traced(StrayHunt(tree: ProcessTree()))
        #expect(traced.pauseMaximumNanoseconds(processCount: 1) == nil)
    }
}
