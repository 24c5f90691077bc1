import Bench
import MemoryBudget
import Testing

@Suite("Remaining time of a run during a step")
struct RunForecastTests {
    private let forecast = RunForecast(
        number: 3, count: 9, remaining: .seconds(100), step: .seconds(20))

    @Test("The remaining time decreases until the step should be over, and then stays")
    func clock() {
        #expect(forecast.remaining(after: .zero) == .seconds(100))
        #expect(forecast.remaining(after: .seconds(5)) == .seconds(95))
        #expect(forecast.remaining(after: .seconds(50)) == .seconds(80))
    }

    @Test("A step's own progress is used if reported; an overdue step takes longer")
    func share() {
        #expect(forecast.remaining(after: .seconds(5), share: 0.5) == .seconds(90))
        #expect(forecast.remaining(after: .seconds(40), share: 0.5) == .seconds(100))
        #expect(forecast.remaining(after: .seconds(40), share: 1) == .seconds(80))
        #expect(forecast.remaining(after: .zero, share: 7) == .seconds(80))
    }

    @Test("An unknown time stays unknown")
    func unknown() {
        let unknown = RunForecast(number: 1, count: 2, remaining: nil, step: .seconds(1))
        #expect(unknown.remaining(after: .seconds(1)) == nil)
        let whole = RunForecast(number: 1, count: 2, remaining: .seconds(3), step: nil)
        #expect(whole.remaining(after: .seconds(1)) == .seconds(3))
        #expect(whole.remaining(after: .seconds(1), share: 0.5) == .seconds(2.5 + 1))
    }
}
