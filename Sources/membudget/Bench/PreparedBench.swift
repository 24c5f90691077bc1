import Datasets
import Glibc
import Harness
import MemoryBudget
import RunStore

/// A bench whose command line and scenarios are in order; nothing was written or started yet.
struct PreparedBench {
    let requests: [BenchRequest]
    private let options: BenchOptions

    /// Reads the scenarios and applies the options to them.
    ///
    /// - Throws: `Failure` for what would stop every trial.
    init(_ options: BenchOptions) async throws {
        self.options = options
        let collection = try await ScenarioCollection()
        if let input = options.input, access(input, R_OK) != 0 {
            throw Failure(.noInput, "can't read \(input): \(String(cString: strerror(errno)))")
        }
        var position = 0
        requests = try Self.unique(try collection.scenarios(options.scenarios)).map { scenario in
            var request = try BenchRequest(
                scenario, workers: collection.workers, measure: options.measure,
                select: options.select, measuresNeed: !options.measure.skipsNeed)
            if options.input == nil { try request.checkData() }
            if let shard = options.select.shard { request.keep(shard, from: position) }
            position += request.selectedVariants.count
            return request
        }
        try requests.forEach { try $0.checkBeforehand(hasOwnInput: options.input != nil) }
        try checkAvailable()
    }

    /// The scenarios as the command line changed them.
    var scenarios: [Scenario] { requests.map(\.scenario) }

    /// Runs everything.
    ///
    /// - Parameters:
    ///   - place: Where the run is kept, and what is there of it.
    ///   - base: Other workers that do the same in between; nil for none.
    func run(at place: RunPlace, against base: WorkerFolder? = nil) async throws -> Measured {
        var session = try BenchSession(
            requests: requests, base: base, input: options.input,
            shard: options.select.shard, place: place,
            progress: ProgressReporter(isQuiet: options.measure.quiet),
            timeLimit: options.select.timeLimit)
        let (record, interruption) = try await session.run(commandLine: CommandLine.arguments)
        return Measured(record: record, interruption: interruption, directory: place.path)
    }

    /// A scenario that is named twice is measured once; two of one name can't be told apart.
    private static func unique(_ scenarios: [Scenario]) throws -> [Scenario] {
        var paths: [String: String] = [:]
        return try scenarios.filter { scenario in
            let path = absolutePath(scenario.path)
            guard let first = paths.updateValue(path, forKey: scenario.name) else { return true }
            guard first == path else {
                throw Failure(
                    .usage,
                    "'\(first)' and '\(path)' are both called '\(scenario.name)'; rename one, or"
                        + " run them apart")
            }
            return false
        }
    }

    /// Some strategies may be missing, and are then listed; a run of nothing is none, but the shard
    /// that got nothing else is one to be joined.
    private func checkAvailable() throws {
        guard options.select.shard == nil, requests.allSatisfy(\.cells.isEmpty) else { return }
        let reasons = requests.flatMap { request in
            request.unavailable.map { (request.scenario.name, $0) }
        }
        guard let (scenario, first) = reasons.first else { return }
        let more = reasons.count > 1 ? "; nor can any other strategy that was selected" : ""
        throw Failure(
            .unavailable,
            "strategy '\(first.strategy)' of '\(scenario)' can't run here: \(first.reason)\(more)")
    }
}

/// What a bench measured.
struct Measured {
    var record: RunRecord
    /// Why it was cut short; nil if it came to its end.
    let interruption: RunInterruption?
    /// Where it is kept.
    let directory: String
}
