import Bench
import Dashboard
import Datasets
import Harness
import MemoryBudget
import Reports
import RunStore

/// Tells a live page what happens in a run of this process.
struct LiveTeller {
    private let dashboard: Dashboard
    /// The scenario whose trials are run.
    private var scenario = ""
    private var unit = ""
    private var path: String?
    /// Trials that are known by now, by scenario.
    private var counts: [String: Int] = [:]
    private var hasRecord = false

    /// A teller to whom nothing was told.
    init(_ dashboard: Dashboard) {
        self.dashboard = dashboard
    }

    /// Takes an event; they come in their order.
    mutating func tell(_ event: BenchEvent) {
        switch event {
        case .planned(let plan): show(plan)
        case .entered(let scenario, let unit): (self.scenario, self.unit) = (scenario, unit)
        case .preparing(let step, let name):
            let share = Double(step.bytesDone) / Double(max(step.bytesTotal, 1))
            say("\(step.stage.verb) \(name), \(Int(100 * min(1, max(0, share)))) %")
        case .prepared, .noiseMeasured: say(nil)
        case .started(let planned, _, let count, let remaining):
            start(planned, count: count, remaining: remaining)
        case .sampled(_, let moment, let unit): dashboard.add(LiveMoment(moment), unit: unit)
        case .ended(_, let observation, _, _):
            dashboard.end(observation) { header in
                header.doneCount += 1
                header.plannedCount = header.plannedCount.map { max($0, header.doneCount) }
            }
        case .finished: say("writing the run's record")
        default:
            if let note = Self.note(of: event) { dashboard.note(note) }
        }
    }

    /// The sentence that stays of an event; nil for one of which none does.
    private static func note(of event: BenchEvent) -> String? {
        switch event {
        case .resumedWithoutRecord(let path): EventText.resumedWithoutRecord(path: path)
        case .machineChanged(let changes): EventText.machineChanged(changes)
        case .noiseUnknown(let reason): EventText.noiseUnknown(reason: reason)
        case .dataReplaced(let name): EventText.dataReplaced(name)
        case .unavailable(let scenario, let reason):
            EventText.unavailable(scenario: scenario, reason: reason)
        case .needSkipped(let cell, let objection):
            EventText.needSkipped(cell, because: objection)
        case .profileFailed(let cell, let reason):
            EventText.profileFailed(cell, reason: reason)
        case .breakPointSkipped(let cell, let objection):
            EventText.breakPointSkipped(cell, because: objection)
        default: nil
        }
    }

    private func say(_ activity: String?) {
        dashboard.update { $0.activity = activity }
    }

    private mutating func show(_ plan: RunPlan) {
        path = plan.runDirectory
        for part in plan.parts { counts[part.scenario, default: 0] += part.measured + part.floor }
        let count = counts.values.reduce(0, +)
        dashboard.update { header in
            header.path = plan.runDirectory
            header.doneCount = plan.alreadyDone
            header.plannedCount = count
            header.plannedMilliseconds = plan.time?.duration.wholeMilliseconds
            header.remainingMilliseconds = header.plannedMilliseconds
            header.activity = "measuring the noise of the machine"
        }
    }

    private mutating func start(_ planned: PlannedTrial, count: Int, remaining: Duration?) {
        readRecord()
        counts[scenario] = max(counts[scenario] ?? 0, count)
        let total = counts.values.reduce(0, +)
        let number = dashboard.run.header.doneCount + 1
        let name = planned.build.name(of: scenario)
        var trial = RunningTrial(
            scenario: name, variant: planned.cell.variant, scale: planned.cell.scale,
            kind: planned.kind, index: planned.index, number: number)
        trial.unit = unit
        dashboard.start(trial) { header in
            header.plannedCount = max(total, number)
            header.remainingMilliseconds = remaining?.wholeMilliseconds
        }
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

extension DatasetProgress.Stage {
    fileprivate var verb: String {
        switch self {
        case .waiting: "waiting for"
        case .generating: "generating"
        case .checking: "checking"
        case .scanning: "scanning"
        }
    }
}
