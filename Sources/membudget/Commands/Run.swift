import ArgumentParser
import Bench
import Files
import Glibc
import Harness
import MemoryBudget
import Processes
import Reports
import RunStore

/// `membudget run`: measures any command, as a wrapper like timeout(1).
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure any command, in any language, and keep it within a budget.",
        discussion: """
            Standard input and output belong to the command, which stays in the foreground; the \
            summary goes to standard error. The status is the command's own, or 123 over budget, \
            124 timed out or stalled, 125 membudget failed or can't decide, 126 not executable, 127 \
            not found. Without \
            --metric a budget is about the peak of the largest process, and about the whole \
            tree's once there is a second process.

              membudget run --budget 64MiB -- python3 import.py data.csv
            """)

    @OptionGroup var measure: MeasureOptions

    @Option(help: "How many times the command is run.")
    var trials = 1

    @Option(name: .customLong("env"), help: "A variable for the command (K=V); may be repeated.")
    var variables: [Setting] = []

    @Option(help: "The folder in which the command runs.")
    var directory: String?

    @Option(help: "Write the trial as JSON (with several trials: an array); - is standard output.")
    var json: String?

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError("no command; write it after --, as in: membudget run -- ls -l")
        }
        guard (1...1000).contains(trials) else {
            throw ValidationError("--trials takes 1 to 1000")
        }
        if measure.metric != nil && measure.budget == nil {
            throw ValidationError("--metric says what --budget is about; give a --budget too")
        }
        if let enforce = measure.enforce, enforce != .auto, enforce != .off,
            measure.budget == nil
        {
            throw ValidationError("--enforce \(enforce.rawValue) needs a --budget to enforce")
        }
        if measure.metric == .peakLive && measure.allocator != .jemalloc {
            throw ValidationError(MeasurementSettings.liveBytesNeedJemalloc)
        }
    }

    func run() async throws {
        StopSignals.forwardQuit()
        do {
            try checkExport(to: json, failing: .runFailed)
            let observations = try await measureAll()
            try export(observations)
            printSummary(observations)
            throw ExitCode(status(of: observations))
        } catch let error where error is MachineError || error is FileError {
            // A wrapper's own failures must not look like the command's.
            throw Failure(.runFailed, "\(error)")
        }
    }

    private func measureAll() async throws -> [Observation] {
        let scratch = try FreshFolder(in: environmentTemporaryFolder())
        defer { scratch.remove() }
        var observations: [Observation] = []
        for index in 0..<trials {
            let specification = specification(index: index, scratch: scratch)
            let report = try await Trial(specification).run()
                .report(describe: EvidenceText.sentence)
            observations.append(report.observation)
            if let signal = StopSignals.last {
                if index + 1 < trials {
                    printError(EventText.stopped(by: signal, after: index + 1, of: trials))
                }
                break
            }
        }
        return observations
    }

    private func specification(index: Int, scratch: FreshFolder) -> TrialSpecification {
        var environment = currentEnvironment()
        for variable in variables { environment[variable.name] = variable.value }
        let limits = TrialLimits(
            budget: measure.budget.map { Budget(metric: measure.metric ?? .peakRSS, limit: $0) },
            followsTree: measure.metric == nil, enforcement: measure.enforce ?? .auto,
            requiredEnforcement: measure.requireEnforcement, timeout: measure.timeout,
            traces: !measure.isUntraced, processorCount: measure.cpus)
        var measured = Command(
            command, environment: environment, workingDirectory: directory, input: .inherited,
            output: .inherited,
            error: .inherited, leadsProcessGroup: false)
        measured.exactArguments = Self.lastArguments(command.count)
        return TrialSpecification(
            command: measured, limits: limits, allocator: measure.allocator ?? .system,
            signals: .forward, directory: scratch.path, strategy: command[0],
            scale: ScaleRecord(Scale(units: 1, label: ""), inputBytes: nil), index: index)
    }

    /// The end of our own command line, byte for byte: the command's.
    private static func lastArguments(_ count: Int) -> [[UInt8]] {
        let total = Int(CommandLine.argc)
        return (total - count..<total).compactMap { index in
            CommandLine.unsafeArgv[index].map { bytes(of: $0) }
        }
    }

    private func export(_ observations: [Observation]) throws {
        guard let json else { return }
        let lines = try observations.map { String(decoding: try $0.jsonLine(), as: UTF8.self) }
        // One trial is an object; several are an array, a line each.
        let text =
            trials == 1
            ? lines.joined()
            : "[\n" + lines.map { $0.dropLast() }.joined(separator: ",\n") + "\n]\n"
        if json == "-" { return printOutput(text) }
        do {
            try AtomicFile.write(Array(text.utf8), to: json)
        } catch {
            throw Failure(.runFailed, error.description)
        }
    }

    /// With --quiet only what is not the command's own end is said.
    private func printSummary(_ observations: [Observation]) {
        let isOwnEnd = observations.allSatisfy {
            [.completed, .failed, .crashed, .killedExternally].contains($0.outcome)
                && !$0.isUndecided
        }
        if measure.quiet && isOwnEnd { return }
        let text = TrialSummary(observations, style: .forStandardError).text
        printError(String(text.dropLast()))
    }

    /// The first trial that says more than success decides.
    private func status(of observations: [Observation]) -> Int32 {
        observations.lazy.map(Self.status).first { $0 != 0 } ?? 0
    }

    private static func status(of observation: Observation) -> Int32 {
        switch observation.evidence.kind {
        case .notFound: return ExitStatus.runNotFound.rawValue
        case .notExecutable: return ExitStatus.runNotExecutable.rawValue
        default: break
        }
        switch observation.outcome {
        case .overBudget: return ExitStatus.runOverBudget.rawValue
        case .timedOut, .stalled: return ExitStatus.runTimedOut.rawValue
        case .unmeasured: return ExitStatus.runFailed.rawValue
        case .completed, .wrongResult, .crashed, .failed, .killedExternally:
            if let signal = observation.exit.signal { return 128 + Int32(signal) }
            let own = Int32(observation.exit.code ?? 125)
            return own == 0 && observation.isUndecided ? ExitStatus.runFailed.rawValue : own
        }
    }
}
