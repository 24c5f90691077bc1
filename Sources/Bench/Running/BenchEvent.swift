package import Datasets
package import Harness
package import MemoryBudget
import Processes
package import Reports
package import RunStore

/// An event in a run or a search; events are sent in order.
///
/// The progress on a terminal is drawn from events.
package enum BenchEvent: Sendable {
    /// The plan of a run, before anything is generated or started.
    case planned(RunPlan)
    /// A resumed run has nothing left to run.
    case finishedBefore(path: String)
    /// A run that has a journal but no `run.json` is being resumed.
    case resumedWithoutRecord(path: String)
    /// A resumed run continues on a machine that has changed in ways that may shift its times.
    case machineChanged([ConditionDifference])
    /// The noise of the machine, the variation between equal trials, was measured.
    case noiseMeasured(NoiseRecord)
    /// The noise could not be measured; the run continues.
    case noiseUnknown(reason: String)
    /// The trials of a scenario follow. `unit` is the name of its units, empty if unknown.
    ///
    /// `shared` has the parameters whose value is the same in all trials, so that names can omit
    /// them.
    case entered(scenario: String, unit: String, shared: [String: String])
    /// The forecast of the remaining time, sent at the beginning of each step: the measurement of
    /// noise, the data of a scenario, or a trial.
    case forecast(RunForecast)
    /// Data is being generated or scanned, or another process is generating it.
    case preparing(DatasetProgress, name: String)
    /// Cached data had been modified and was generated again.
    case dataReplaced(name: String)
    /// The data is ready.
    case prepared
    /// A scenario can't run on this machine.
    case unavailable(scenario: String, reason: String)
    /// A trial is about to start. `count` is the number of trials of its scenario known so far.
    ///
    /// `remaining` is the time of the whole run from here, `nil` if unknown.
    case started(PlannedTrial, number: Int, count: Int, remaining: Duration?)
    /// The progress of the running trial, sent from a thread of its own.
    case sampled(PlannedTrial, TrialMoment, unit: String)
    /// A trial has ended and is stored.
    case ended(PlannedTrial, Observation, number: Int, count: Int)
    /// A trial without a budget was skipped.
    case needSkipped(Cell, NeedObjection)
    /// The first trial of a cell failed, so this many others were skipped.
    case trialsLeftOut(PlannedTrial, count: Int)
    /// The floor of a scenario or a strategy can't be measured; the run continues.
    case floorFailed(name: String, reason: String)
    /// A profiled trial could not be run; the run continues.
    case profileFailed(Cell, reason: String)
    /// One side of a break point is not verified.
    case breakPointSkipped(Cell, EdgeObjection)
    /// A search has run a trial under this limit, `nil` for none.
    case probed(
        number: Int, Cell, limit: ByteCount?, varies: SearchVariable, Observation)
    /// A search skips this scale and all larger ones.
    case scaleSkipped(Scale, reason: String)
    /// The run ended before its plan was complete; the command resumes it.
    case cutShort(resuming: String)
    /// A user's command that prepares data or trials failed and ended the run.
    ///
    /// The first command starts the run again after the problem is fixed; the other one resumes it,
    /// if no file had to be changed.
    case commandFailed(restarting: String, resuming: String)
    /// No further trials will be run.
    case finished
    /// The gate has judged the run.
    case judged(GateRecord)
}

/// Receives the events of a run; called from the run's own task, except `sampled` from another
/// thread.
package typealias BenchEventHandler = @Sendable (BenchEvent) -> Void

extension BenchEvent {
    /// Returns the event for a run that ended early, with the command that continues it.
    static func unfinished(
        _ record: RunRecord, at path: String, because failure: (any Error)?
    ) -> BenchEvent {
        let resuming = record.resumingCommand(path: path)
        let isOfCommand =
            (failure as? DatasetError)?.code == .commandFailed
            || (failure as? MachineError)?.code == .commandFailed
        // After the user changes their scripts, the run can't be resumed.
        return isOfCommand
            ? .commandFailed(restarting: record.startingCommand, resuming: resuming)
            : .cutShort(resuming: resuming)
    }

    /// Returns the event for a profiled trial or a floor that could not be run.
    static func notRun(_ planned: PlannedTrial, because error: any Error) -> BenchEvent {
        planned.kind == .floor
            ? .floorFailed(name: planned.cell.variant, reason: "\(error)")
            : .profileFailed(planned.cell, reason: "\(error)")
    }
}
