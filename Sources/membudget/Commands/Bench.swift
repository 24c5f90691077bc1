import ArgumentParser
import Datasets
import Glibc
import Harness
import MemoryBudget
import Reports
import RunStore

/// `membudget bench`: measures the strategies of scenarios against each other.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the strategies of scenarios under their budgets.",
        discussion: """
            Without a SCENARIO, every one at the top of the Scenarios folder. Each trial is a \
            fresh process; trials are interleaved and shuffled. The status is 0 when every cell \
            was measured, whatever the verdicts; 70 if a strategy crashed or failed, 75 if one \
            timed out, 69 if one can't run here (the others do), 3 if a cell could not be decided.

              membudget bench csv-ingest --strategy streamed --scale 80k
              membudget bench csv-ingest --input products.csv
              membudget bench Scenarios/full --all
            """)

    @Argument(help: "Names under Scenarios, paths, or folders of scenarios.")
    var scenarios: [String] = []

    @OptionGroup var measure: MeasureOptions
    @OptionGroup var select: SelectOptions

    @Option(help: "A file of your own, in place of generated data; its result is checked too.")
    var input: String?

    @Option(help: "Where the run is kept (default: a new folder below .membudget/runs).")
    var runDir: String?

    @Option(help: "The report on standard output: terminal, markdown or json.")
    var format: Format = .terminal

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case terminal, markdown, json
    }

    func run() async throws {
        do {
            let (record, interruption) = try await measureAll()
            try print(record)
            try conclude(record, interruption)
        } catch let error as RunStoreError {
            throw Failure(error.exitStatus, error.description)
        } catch let error as DatasetError {
            throw Failure(error.exitStatus, error.description)
        }
    }

    private func measureAll() async throws -> (RunRecord, RunInterruption?) {
        let collection = try await ScenarioCollection()
        if let input, access(input, R_OK) != 0 {
            throw Failure(.noInput, "can't read \(input): \(String(cString: strerror(errno)))")
        }
        let requests = try unique(try collection.scenarios(scenarios)).map { scenario in
            var request = try BenchRequest(
                scenario, workers: collection.workers, measure: measure, select: select,
                measuresNeed: !measure.skipsNeed)
            if input == nil { try request.checkData() }
            return request
        }
        try requests.forEach(checkBeforehand)
        try checkAvailable(requests)
        var session = try BenchSession(
            requests: requests, input: input, runDirectory: runDir ?? Self.newRunDirectory(),
            progress: ProgressReporter(isQuiet: measure.quiet), timeLimit: select.timeLimit)
        return try await session.run(commandLine: CommandLine.arguments)
    }

    /// A scenario that is named twice is measured once; two of one name can't be told apart.
    private func unique(_ scenarios: [Scenario]) throws -> [Scenario] {
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

    /// What would stop every trial is found before the first.
    private func checkBeforehand(_ request: BenchRequest) throws {
        let scenario = request.scenario
        if scenario.allocator == .jemalloc {
            _ = try Preload(environment: currentEnvironment())
        }
        if case .pipeline(let name) = scenario.job, request.worker == nil, !request.cells.isEmpty {
            throw Failure(
                .unavailable,
                "no worker has pipeline '\(name)'; run 'make build', or set"
                    + " MEMBUDGET_LIBEXEC to the workers' folder")
        }
        if case .command(let template) = scenario.job, scenario.dataset == nil, input == nil,
            template.flatMap(CommandTemplate.placeholders).contains("input")
        {
            throw Failure(
                .usage, "'\(scenario.name)' uses {input} and has no dataset; give --input FILE")
        }
        if request.limits.requiredEnforcement != nil || request.limits.enforcement == .cgroup {
            try request.limitsInForce.forEach(EnforcementCheck.run)
        }
    }

    /// Some strategies may be missing, and are then listed; a run of nothing is none.
    private func checkAvailable(_ requests: [BenchRequest]) throws {
        guard requests.allSatisfy(\.cells.isEmpty) else { return }
        let reasons = requests.flatMap { request in
            request.unavailable.map { (request.scenario.name, $0) }
        }
        guard let (scenario, first) = reasons.first else { return }
        let more = reasons.count > 1 ? "; nor can any other strategy that was selected" : ""
        throw Failure(
            .unavailable,
            "strategy '\(first.strategy)' of '\(scenario)' can't run here: \(first.reason)\(more)")
    }

    private static func newRunDirectory() -> String {
        let stamp = currentTimestamp().filter { $0.isNumber || $0 == "T" }.prefix(18)
        return ".membudget/runs/\(stamp)-\(getpid())"
    }

    private func print(_ record: RunRecord) throws {
        let text =
            switch format {
            case .terminal: TerminalReport(style: .forStandardOutput).text(of: record)
            case .markdown: MarkdownReport().text(of: record)
            case .json: try JSONReport().text(of: record)
            }
        printOutput(text)
    }

    private func conclude(_ record: RunRecord, _ interruption: RunInterruption?) throws {
        switch interruption {
        case .signal(let signal): throw Failure(interruptedBy: signal)
        case .timeLimit:
            throw Failure(.inconclusive, "the time limit passed before every trial was run")
        case nil: break
        }
        let status = MeasuredStatus(record)
        guard status.exitStatus != .success else { return }
        throw Failure(status.exitStatus, status.sentence)
    }
}

extension DatasetError {
    /// The status that `membudget` ends with.
    var exitStatus: ExitStatus {
        switch code {
        case .unknownKind, .invalidParameter: .usage
        case .unavailable: .unavailable
        case .invalidInput: .noInput
        case .alreadyExists, .overCap: .cannotCreate
        default: .storeFailure
        }
    }
}
