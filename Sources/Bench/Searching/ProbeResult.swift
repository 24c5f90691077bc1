import MemoryBudget

/// What one run says of a limit: kept, gone over, or nothing, with the status that says so.
enum ProbeResult {
    case kept
    case over
    case lost(ExitStatus, String)

    /// Judges a run.
    init(_ observation: Observation) {
        let detail = "at \(observation.scale.label): \(observation.evidence.detail)"
        switch observation.outcome {
        case .completed: self = .kept
        case .overBudget: self = .over
        case .wrongResult: self = .lost(.overBudget, "the result is wrong \(detail)")
        case .crashed: self = .lost(.crashed, "it crashed \(detail)")
        case .failed: self = .lost(.crashed, "it failed \(detail)")
        case .timedOut: self = .lost(.timedOut, "it timed out \(detail)")
        case .killedExternally, .unmeasured:
            self = .lost(.inconclusive, "it could not be judged \(detail)")
        }
    }
}
