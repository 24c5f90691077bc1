import MemoryBudget
import Testing

@testable import Bench
@testable import Harness

@Suite("Forecasts of durations")
struct DurationForecastTests {
    private let limit = Budget(metric: .peakRSS, limit: .mebibytes(32))

    private var scenario: Scenario {
        Scenario(
            name: "test", job: .pipeline("p"), scales: [Scale(units: 1)], budget: limit,
            allocator: .jemalloc, strategies: [.init(name: "a"), .init(name: "b")])
    }

    private func planned(
        _ units: Int, _ kind: Observation.Kind = .measured, strategy: String = "a"
    ) -> PlannedTrial {
        PlannedTrial(
            cell: Cell(strategy: strategy, role: .candidate, scale: Scale(units: units)),
            kind: kind, index: 0)
    }

    private func took(
        _ seconds: Double, _ planned: PlannedTrial, stoppedAt limit: Budget? = nil
    ) -> DurationForecast.Experience {
        var observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil), kind: planned.kind,
            startedAt: "", outcome: limit == nil ? .completed : .overBudget,
            evidence: Evidence(limit == nil ? .exited : .watchdog, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .jemalloc, isAttached: true))
        observation.budget = limit
        return DurationForecast.Experience(planned, observation, took: .seconds(seconds))
    }

    private func forecast(
        _ experiences: DurationForecast.Experience..., speed: Double? = nil,
        halving: Double? = nil, bytesPerUnit: Double? = nil, slowness: Double = 1
    ) -> DurationForecast {
        let cost = speed.map {
            NominalCost(unitsPerSecond: $0, halvingUnits: halving, bytesPerUnit: bytesPerUnit)
        }
        return DurationForecast(
            of: scenario, from: experiences, costs: cost.map { ["a": $0] } ?? [:],
            slowness: slowness)
    }

    @Test("A known trial takes the same time again")
    func same() {
        let known = forecast(took(3, planned(100)), took(9, planned(400)), speed: 1)
        #expect(known.duration(of: planned(100)) == .seconds(3))
    }

    @Test("Another scale is estimated from the nearest one, or else from the nominal speed")
    func scaled() {
        let known = forecast(took(1, planned(100)), took(20, planned(1_000)), speed: 1)
        #expect(known.duration(of: planned(800)) == .seconds(16))
        #expect(known.duration(of: planned(200)) == .seconds(2))
        // Startup and the check of the result are added.
        #expect(forecast(speed: 50).duration(of: planned(200)) == .milliseconds(4_085))
        #expect(
            forecast(speed: 50, slowness: 2).duration(of: planned(200)) == .milliseconds(8_170))
        #expect(forecast(speed: 50).duration(of: planned(200, strategy: "b")) == nil)
        #expect(forecast().duration(of: planned(0, .floor)) == .milliseconds(50))
    }

    @Test("An estimate is proportional to the nearest scale, except for the floor")
    func floors() {
        let known = forecast(took(0.25, planned(0, .floor)), took(1.25, planned(100)))
        #expect(known.duration(of: planned(400)) == .milliseconds(4_250))
    }

    @Test("A strategy that rescans earlier rows takes more than proportional time")
    func rescans() {
        #expect(
            forecast(speed: 100, halving: 100).duration(of: planned(300)) == .milliseconds(12_085))
        let known = forecast(took(2, planned(100)), speed: 100, halving: 100)
        #expect(known.duration(of: planned(300)) == .seconds(12))
    }

    @Test("A trial takes the time until its budget stops it; its need trial takes the whole time")
    func nominallyStopped() {
        // 16 MiB above the floor is 16 units, and the trial is stopped after half of them.
        let known = forecast(speed: 8, bytesPerUnit: 1_048_576)
        #expect(known.duration(of: planned(400)) == .milliseconds(1_085))
        #expect(known.duration(of: planned(8)) == .milliseconds(1_085))
        #expect(known.duration(of: planned(400, .need)) == .milliseconds(50_085))
        let total = known.total(of: [planned(400)], withNeed: true, profiling: .overBudget)
        #expect(total.duration == .milliseconds(1_085 + 50_085 + 1_385) && total.isComplete)
        #expect(known.total(of: [planned(8)], withNeed: true).duration == .milliseconds(1_085))
        // Measured durations take precedence over nominal ones.
        let seen = forecast(took(1, planned(500)), speed: 8, bytesPerUnit: 1_048_576)
        #expect(seen.total(of: [planned(400)], withNeed: true).duration < .seconds(3))
    }

    @Test("An unknown trial is assumed to take as long as others of its scale")
    func borrowed() {
        #expect(forecast().borrowed(for: planned(9)) == nil)
        let known = forecast(
            took(2, planned(9)), took(4, planned(9, strategy: "b")), took(30, planned(90)),
            took(0.1, planned(0, .floor)))
        #expect(known.borrowed(for: planned(9, strategy: "c")) == .seconds(3))
        #expect(known.borrowed(for: planned(1, strategy: "c")) == .seconds(12))
    }

    @Test("The machine's slowness is learned from its trials, but only after some time")
    func slowness() {
        var speed = MachineSpeed()
        #expect(speed.slowness == 1)
        speed.note(.seconds(4), nominal: .seconds(2))
        #expect(speed.slowness == 1.5)
        for _ in 0..<1_000 { speed.note(.seconds(400), nominal: .seconds(2)) }
        #expect(speed.slowness == 5)
    }

    @Test("A trial stopped early by its budget will stop as early at a larger scale")
    func stopped() {
        let known = forecast(
            took(1, planned(100)), took(0.5, planned(400), stoppedAt: limit), speed: 1)
        #expect(known.duration(of: planned(100_000)) == .milliseconds(500))
        // A smaller scale takes at most that time too.
        #expect(known.duration(of: planned(200)) == .milliseconds(500))
    }

    @Test("Trials stopped by another limit are ignored")
    func otherLimit() {
        let other = Budget(metric: .peakRSS, limit: .mebibytes(8))
        let known = forecast(
            took(1, planned(100)), took(0.1, planned(400), stoppedAt: other))
        #expect(known.duration(of: planned(400)) == .seconds(4))
    }

    @Test("A need trial takes as long as a trial within budget")
    func need() {
        let known = forecast(
            took(1, planned(100)), took(0.1, planned(400), stoppedAt: limit))
        #expect(known.duration(of: planned(400, .need)) == .seconds(4))
    }

    @Test(
        "A total includes the profiled trials: of all cells, or of those stopped before")
    func profiled() {
        let trials = [planned(400), planned(400), planned(100)]
        let known = forecast(
            took(1, planned(100)), took(0.2, planned(400), stoppedAt: limit))
        func total(_ cells: ProfiledCells) -> Duration {
            known.total(of: trials, withNeed: false, profiling: cells).duration
        }
        #expect(total(.none) == .milliseconds(1_400))
        #expect(total(.overBudget) == .milliseconds(1_900))
        #expect(total(.all) == .milliseconds(3_200))
        let slower = forecast(took(1, planned(100)), took(3, planned(100, .profiled)))
        #expect(slower.duration(of: planned(100, .profiled)) == .seconds(3))
    }

    @Test("A total includes the expected need trials, and reports whether a part is unknown")
    func total() {
        let trials = [planned(0, .floor), planned(400), planned(400), planned(100)]
        let known = forecast(
            took(1, planned(100)), took(0.2, planned(400), stoppedAt: limit),
            took(5, planned(400, .need)), took(0.3, planned(0, .floor)))
        let total = known.total(of: trials, withNeed: true)
        #expect(total.duration == .milliseconds(300 + 200 + 200 + 1_000 + 5_000))
        #expect(total.isComplete && total.isConclusive)
        #expect(known.total(of: trials, withNeed: false).duration == .milliseconds(1_700))
        let unknown = known.total(of: trials + [planned(7, strategy: "b")], withNeed: true)
        #expect(unknown.duration == total.duration && !unknown.isComplete)
        #expect(
            !forecast().total(of: [planned(0, .floor), planned(9)], withNeed: true).isConclusive)
    }
}
