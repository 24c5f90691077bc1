import Testing

@testable import Harness

@Suite("The processor time for memory readings")
struct LookAllowanceTests {
    private static let millisecond = 1_000_000

    /// Returns the number of readings of a cost within a time.
    private func looks(costing cost: Int, within time: Int) -> Int {
        var allowance = LookAllowance(at: 0)
        var (now, count) = (0, 0)
        while now < time {
            now += cost
            allowance.spend(cost, at: now)
            count += 1
            now += allowance.pauseNanoseconds
        }
        return count
    }

    @Test("A steep rise is read without a pause for a while")
    func burst() {
        let count = looks(costing: 2 * Self.millisecond, within: 100 * Self.millisecond)
        #expect(count >= 39)
    }

    @Test("The less of the allowance is left, the larger the rise that a reading requires")
    func rises() {
        var allowance = LookAllowance(at: 0)
        #expect(allowance.riseShare < 0.005)
        allowance.spend(1000 * Self.millisecond, at: 0)
        #expect(allowance.riseShare == 0.02)
    }

    @Test("In the long run, readings take a tenth of a core")
    func lasting() {
        let time = 20_000 * Self.millisecond
        let cost = 20 * Self.millisecond
        let share = Double(looks(costing: cost, within: time) * cost) / Double(time)
        #expect((0.08...0.115).contains(share), "\(share)")
    }
}
