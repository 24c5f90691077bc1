package import Datasets
package import Harness
package import MemoryBudget
package import Reports
package import RunStore

/// Something that happened in a run or a search, in the order in which it happened.
///
/// Progress on a terminal is drawn from these.
package enum BenchEvent: Sendable {
    /// The plan of a run, before anything is generated or started.
    case planned(RunPlan)
    /// A resumed run has nothing left to run.
    case finishedBefore(path: String)
    /// A run of which only the journal is left goes on.
    case resumedWithoutRecord(path: String)
    /// A resumed run continues on a machine that has changed in ways that may shift its times.
    case machineChanged([ConditionDifference])
    /// The variation between equal trials here.
    case noiseMeasured(NoiseRecord)
    /// The noise could not be measured; the run goes on.
    case noiseUnknown(reason: String)
    /// The trials of a scenario follow, whose units have this name; empty if that is not known.
    /// `shared` are the parameters with the same value in all of them, which names need not repeat.
    case entered(scenario: String, unit: String, shared: [String: String])
    /// The time that the run still takes, told when one of its steps begins: the measurement of noise, the
    /// data of a scenario, or a trial.
    case forecast(RunForecast)
    /// Data is being generated, scanned or waited for.
    case preparing(DatasetProgress, name: String)
    /// Cached data had been changed, and was generated again.
    case dataReplaced(name: String)
    /// The data is ready.
    case prepared
    /// A scenario can't run on this machine.
    case unavailable(scenario: String, reason: String)
    /// A trial is about to start; `count` counts the trials of its scenario that are known by now,
    /// `remaining` is the time of the whole run from here, nil if nobody knows.
    case started(PlannedTrial, number: Int, count: Int, remaining: Duration?)
    /// The progress of the running trial, told on a thread of its own.
    case sampled(PlannedTrial, TrialMoment, unit: String)
    /// A trial has ended and is stored.
    case ended(PlannedTrial, Observation, number: Int, count: Int)
    /// A trial without budget is left out.
    case needSkipped(Cell, NeedObjection)
    /// The first trial of a cell failed, so that this many others of it are left out.
    case trialsLeftOut(PlannedTrial, count: Int)
    /// The floor of a scenario or of a strategy can't be measured; the run goes on.
    case floorFailed(name: String, reason: String)
    /// A profiled trial could not be run; the run goes on.
    case profileFailed(Cell, reason: String)
    /// One side of a break point is not verified.
    case breakPointSkipped(Cell, EdgeObjection)
    /// A search has run a trial, under this limit; nil for none.
    case probed(
        number: Int, Cell, limit: ByteCount?, varies: SearchVariable, Observation)
    /// A search leaves out this scale and all larger ones.
    case scaleSkipped(Scale, reason: String)
    /// The run ended before its plan was done; the command continues it.
    case cutShort(resuming: String)
    /// Nothing more will be run.
    case finished
    /// The gate has judged the run.
    case judged(GateRecord)
}

/// Takes the events of a run; called from the run's own task, and for `sampled` from another thread.
package typealias BenchEventHandler = @Sendable (BenchEvent) -> Void

extension BenchEvent {
    /// A profiled trial or a floor that could not be run.
    static func notRun(_ planned: PlannedTrial, because error: any Error) -> BenchEvent {
        planned.kind == .floor
            ? .floorFailed(name: planned.cell.variant, reason: "\(error)")
            : .profileFailed(planned.cell, reason: "\(error)")
    }
}
