package import MemoryBudget

extension SearchStop {
    /// One sentence without a full stop, which is stored as `stopped_because`.
    package var sentence: String {
        switch self {
        case .timeLimit: "the time limit was reached"
        case .interrupted: "it was interrupted"
        case .lost(let observation): Self.loss(observation)
        case .scalesAlternate(let over, let within):
            "larger scales don't always need more: \(grouped(over)) went over and"
                + " \(grouped(within)) fits"
        case .budgetsAlternate(let enough, let short):
            "larger budgets are not always enough: \(enough) was and \(short) was not"
        case .noneFits: "no scale fits"
        case .undecided:
            "the peaks that were read are too uncertain to tell whether the smallest scale fits"
        case .endOfFile(let path, let count, let unit):
            "'\(path)' has \(counted(count, of: unit)); to measure larger scales, repeat them in a scenario"
                + " with 'dataset: { file: …, repeat: true }'"
        case .largestFile: "there is no file for a larger scale"
        case .largestScale: "use --max-scale to try larger scales"
        case .noRoom: "there is no disk space for more data"
        case .needsTooMuch: "it needs more than half of the machine's memory"
        case .notRead(let metric): "\(metric.title) could not be read"
        case .noneIsEnough: "eight times its peak without a budget is not enough"
        case .smallestIsEnough: "the smallest budget that was tried is enough"
        case .tooFewSizes: "fewer than two sizes of input could be measured"
        case .noLaw:
            "no growth class fits the measurements, so they don't predict larger sizes; measure up to"
                + " the largest one"
        case .tooUncertain(let low, let high):
            "the measurements put the need there anywhere between \(low) and \(high); measure"
                + " larger sizes"
        case .severalProcesses:
            "several of its processes held memory at once, and a container counts all of them; use"
                + " --metric peak-tree, or --enforce cgroup"
        case .notKept(let limit, let failures, let runs):
            "\(failures) of \(runs) runs did not complete under \(limit)"
        case .tooSlow(let limit): "runs under \(limit) are still slower than requested"
        case .aboveLargest(let limit, let engine): Self.excess(of: limit, for: engine)
        }
    }

    private static func excess(of limit: ByteCount, for engine: SizingEngine) -> String {
        let largest = engine.largest.map { ", but \(engine.title) allows at most \($0)" } ?? ""
        return "it needs a limit of \(limit)\(largest)"
    }

    private static func loss(_ observation: Observation) -> String {
        let end =
            switch observation.outcome {
            case .wrongResult: "the result is wrong"
            case .crashed: "it crashed"
            case .failed where observation.isCheckFailure: "it completed"
            case .failed: "it failed"
            case .timedOut: "it timed out"
            case .stalled: "it stalled"
            case .completed, .overBudget, .killedExternally, .unmeasured: "it could not be judged"
            }
        return (observation.kind == .need ? "without a budget " : "") + end
            + " at \(observation.scale.label): \(observation.failureDetail)"
    }
}
