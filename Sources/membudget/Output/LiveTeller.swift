import Bench
import Dashboard
import Datasets
import Harness
import MemoryBudget
import Reports
import RunStore

/// A handler that shows the events of a run in this process on a live page.
struct LiveTeller {
    private let dashboard: Dashboard
    /// The scenario of the running trials.
    private var scenario = ""
    private var unit = ""
    private var path: String?
    private var hasRecord = false

    /// Creates a handler for a dashboard.
    init(_ dashboard: Dashboard) {
        self.dashboard = dashboard
    }

    /// Handles an event; events arrive in order.
    mutating func tell(_ event: BenchEvent) {
        switch event {
        case .planned(let plan): show(plan)
        case .entered(let scenario, let unit, _): (self.scenario, self.unit) = (scenario, unit)
        case .preparing(let step, let name):
            say("\(step.stage.verb) \(name), \(Int(100 * step.share)) %")
        case .prepared, .noiseMeasured: say(nil)
        case .forecast(let forecast): show(forecast)
        case .started(let planned, _, _, _): start(planned)
        case .sampled(_, let moment, let unit): dashboard.add(LiveMoment(moment), unit: unit)
        case .ended(_, let observation, _, _):
            dashboard.end(observation) { header in
                header.doneCount += 1
                header.plannedCount = header.plannedCount.map { max($0, header.doneCount) }
            }
        case .finished: say("writing the run's record")
        default:
            if let note = event.text(style: .plain) { dashboard.note(note) }
        }
    }

    private func say(_ activity: String?) {
        dashboard.update { $0.activity = activity }
    }

    private mutating func show(_ plan: RunPlan) {
        path = plan.runDirectory
        let count = plan.parts.map { $0.measured + $0.floor }.reduce(0, +)
        dashboard.update { header in
            header.path = plan.runDirectory
            header.doneCount = plan.alreadyDone
            header.plannedCount = count
            header.plannedMilliseconds = plan.time?.duration.wholeMilliseconds
            header.remainingMilliseconds = header.plannedMilliseconds
            header.activity = "measuring the noise of the machine"
        }
    }

    private func show(_ forecast: RunForecast) {
        dashboard.update { header in
            header.plannedCount = max(forecast.count, header.doneCount)
            header.remainingMilliseconds = forecast.remaining?.wholeMilliseconds
        }
    }

    private mutating func start(_ planned: PlannedTrial) {
        readRecord()
        var trial = RunningTrial(
            scenario: planned.build.name(of: scenario), variant: planned.cell.variant,
            scale: planned.cell.scale, kind: planned.kind, index: planned.index,
            number: dashboard.run.header.doneCount + 1)
        trial.unit = unit
        dashboard.start(trial)
    }

    /// Reads the cells of the run, which are recorded before its first trial.
    private mutating func readRecord() {
        guard !hasRecord, let path else { return }
        hasRecord = true
        do {
            let directory = try RunDirectory(reading: path)
            dashboard.begin(
                try directory.record(), trials: try directory.observations(), in: directory,
                isWhole: false)
        } catch {
            dashboard.note("the page has no verdicts: \(error)")
        }
    }
}

extension LiveMoment {
    fileprivate init(_ moment: TrialMoment) {
        self.init(timeMilliseconds: moment.elapsed.wholeMilliseconds)
        currentBytes = moment.memory?.currentBytes
        peakBytes = moment.memory?.peakBytes
        limitBytes = moment.memory?.limitBytes
        unitsDone = moment.unitsDone
        unitsTotal = moment.unitsTotal
        phase = moment.phase
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int { wholeNanoseconds / 1_000_000 }
}
