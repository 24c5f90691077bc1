import MemoryBudget
import Testing

@testable import Bench
@testable import Harness

@Suite("Remaining time of a scenario")
struct RemainingTimeTests {
    private let scenario = Scenario(
        name: "test", job: .pipeline("p"), scales: [Scale(units: 1)], allocator: .jemalloc,
        strategies: [.init(name: "a")])

    private func schedule(_ count: Int) -> [PlannedTrial] {
        (1...count).map {
            PlannedTrial(
                cell: Cell(strategy: "a", role: .candidate, scale: Scale(units: $0)),
                kind: .measured, index: 0)
        }
    }

    /// Returns a forecast in which every trial takes this many seconds per unit.
    private func forecast(_ speed: Double) -> DurationForecast {
        DurationForecast(
            of: scenario, from: [], costs: ["a": NominalCost(unitsPerSecond: speed)])
    }

    /// Returns the fixed time of trials, in addition to their units.
    private func beside(_ count: Int) -> Duration { .milliseconds(85) * count }

    @Test("The remaining time is the sum from the running trial on, and unknown past the end")
    func sum() {
        var time = RemainingTime(of: schedule(4))
        #expect(time.time(from: 1) { forecast(1) } == .seconds(10) + beside(4))
        #expect(time.step == .seconds(1) + beside(1))
        #expect(time.time(from: 4) { forecast(1) } == .seconds(4) + beside(1))
        #expect(time.time(from: 5) { forecast(1) } == nil)
    }

    @Test("An unknown trial makes the time of all earlier ones unknown")
    func unknown() {
        var trials = schedule(3)
        trials[1].cell.strategy = "b"
        var time = RemainingTime(of: trials)
        #expect(time.time(from: 1) { forecast(1) } == nil)
        #expect(time.time(from: 2) { forecast(1) } == nil)
        #expect(time.time(from: 3) { forecast(1) } == .seconds(3) + beside(1))
    }

    @Test("A short schedule is summed before every trial, with the current forecast")
    func renewed() {
        var time = RemainingTime(of: schedule(2))
        #expect(time.time(from: 1) { forecast(1) } == .seconds(3) + beside(2))
        #expect(time.time(from: 2) { forecast(2) } == .seconds(1) + beside(1))
    }

    @Test("Requested trials after the schedule count until they have run")
    func called() {
        let need = PlannedTrial(cell: schedule(1)[0].cell, kind: .need, index: 0)
        var time = RemainingTime(of: schedule(1))
        #expect(time.time(from: 1, called: { [need] }) { forecast(1) } == .seconds(2) + beside(2))
        #expect(time.time(from: 2, called: { [need] }) { forecast(1) } == .seconds(1) + beside(1))
        #expect(time.time(from: 2, called: { [] }) { forecast(1) } == nil)
    }

    @Test("Trials of an earlier part of the run take no more time")
    func resumed() {
        var time = RemainingTime(of: schedule(3), isDone: { $0.cell.scale.units == 3 })
        #expect(time.time(from: 1) { forecast(1) } == .seconds(3) + beside(2))
    }

    @Test("However long the schedule is, the forecast is queried at most 65 times")
    func bounded() {
        for count in [20, 640, 2_000, 10_000] {
            var time = RemainingTime(of: schedule(count))
            var forecasts = 0
            for number in 1...count {
                _ = time.time(from: number) {
                    forecasts += 1
                    return forecast(1)
                }
            }
            #expect(forecasts <= 65, "\(count)")
        }
    }
}
