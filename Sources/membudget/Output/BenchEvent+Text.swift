import Bench
import Harness
import MemoryBudget
import Processes
import Reports

extension BenchEvent {
    /// Returns the permanent lines of an event; `nil` if it has none.
    ///
    /// - Parameter columns: The width of the plan; default 100.
    func text(style: Style, columns: Int = 100) -> String? {
        switch self {
        case .planned(let plan):
            String(PlanText(style: style, width: columns).text(of: plan).dropLast())
        case .finishedBefore(let path): EventText.finishedBefore(path: path)
        case .resumedWithoutRecord(let path): EventText.resumedWithoutRecord(path: path)
        case .machineChanged(let changes): EventText.machineChanged(changes)
        case .noiseMeasured(let noise): noise.line
        case .noiseUnknown(let reason): EventText.noiseUnknown(reason: reason)
        case .dataReplaced(let name): EventText.dataReplaced(name)
        case .unavailable(let scenario, let reason):
            EventText.unavailable(scenario: scenario, reason: reason)
        case .needSkipped(let cell, let objection):
            EventText.needSkipped(cell, because: objection)
        case .trialsLeftOut(let planned, let count):
            EventText.trialsLeftOut(planned.cell, count: count)
        case .cutShort(let command): EventText.cutShort(resuming: command)
        case .commandFailed(let restarting, let resuming):
            EventText.commandFailed(restarting: restarting, resuming: resuming)
        case .floorFailed(let name, let reason): EventText.floorFailed(name, reason: reason)
        case .profileFailed(let cell, let reason):
            EventText.profileFailed(cell, reason: reason)
        case .breakPointSkipped(let cell, let objection):
            EventText.breakPointSkipped(cell, because: objection)
        case .scaleSkipped(let scale, let reason): EventText.scaleSkipped(scale, because: reason)
        case .entered, .forecast, .preparing, .prepared, .started, .sampled, .ended, .probed,
            .finished, .judged:
            nil
        }
    }
}

extension NoiseRecord {
    fileprivate var line: String {
        let helpers = HelperPrograms(environment: currentEnvironment())
        return text(
            program: SteadyProgram.bytes, missing: SteadyProgram.installed(helpers).missing)
    }
}
