import ArgumentParser
import Bench
import Files
import Glibc
import Harness
import MemoryBudget
import PostgreSQLCluster
import Processes
import Reports
import RunStore

/// `membudget run`: measures any command, as a wrapper like timeout(1).
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure any command, in any language, and keep it within a budget.",
        discussion: """
            Standard input and output belong to the command, which stays in the foreground; the \
            summary goes to standard error. Without --metric, the budget limits peak-rss while \
            there is one process, and peak-tree once there are several. With --enforce cgroup, it \
            limits the memory that the kernel charges to the command's cgroup.

            Exit status: that of the command, or
            64  the command line is wrong
            123  over budget
            124  timed out, or stalled while it waited for memory
            125  membudget failed, or can't tell whether the budget was kept
            126  the command can't be executed
            127  the command doesn't exist
            128 + n  signal n ended the command

              membudget run --budget 64MiB -- python3 import.py data.csv
              membudget run --profile out -- ./import data.csv

            \(Membudget.flagDefaults)
            """)

    @OptionGroup var measure: MeasureOptions<CommandTarget>
    @OptionGroup var profiling: ProfilingOptions

    @Option(
        help: ArgumentHelp("Times to run the command, 1 to 1000 (default: 1).", valueName: "n"),
        transform: parseTrials)
    var trials = 1

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp(
            "Set an environment variable; repeatable (default: the environment is unchanged).",
            valueName: "name=value"), transform: parseSetting)
    var variables: [Setting] = []

    @Option(
        help: ArgumentHelp(
            "Folder in which the command runs (default: the current folder).", valueName: "dir"),
        completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Profile the command, and write to this new folder (default: no profile).",
            valueName: "dir"),
        completion: .directory)
    var profile: String?

    @Option(
        help: ArgumentHelp(
            """
            Write the trial as JSON to this file, or several trials as an array; - is standard \
            output (default: none).
            """, valueName: "file"), completion: .file())
    var json: String?

    @Argument(
        parsing: .postTerminator, help: "Command and its arguments, after --.",
        completion: .file())
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError(TypedArguments.missingCommand)
        }
        if measure.metric != nil && measure.budget == nil {
            throw ValidationError("--metric is the metric of a budget; give a --budget too")
        }
        if let enforce = measure.enforce, enforce != .auto, enforce != .off,
            measure.budget == nil
        {
            throw ValidationError("--enforce \(enforce.rawValue) needs a --budget to enforce")
        }
        if measure.metric == .peakLive && measure.allocator != .jemalloc {
            throw ValidationError(MeasurementSettings.liveBytesNeedJemalloc)
        }
        if profile != nil && measure.isUntraced {
            throw ValidationError("--profile needs tracing; leave out --no-ptrace")
        }
        if profile == nil && profiling.sampleInterval != nil {
            throw ValidationError("--sample-interval needs --profile DIR")
        }
        if profile != nil && trials > 1 {
            throw ValidationError("--profile runs one trial; leave out --trials")
        }
    }

    func run() async throws {
        StopSignals.install()
        StopSignals.forwardQuit()
        do {
            try checkExport(to: json, failing: .runFailed)
            let (observations, end) = try await measureAll()
            try tell(of: observations, end: end)
            throw ExitCode(status(of: observations))
        } catch let error
            where error is MachineError || error is FileError || error is RunStoreError
        {
            // A wrapper's own failures must not look like the command's.
            throw Failure(.runFailed, "\(error)")
        }
    }

    /// Writes the JSON and the summary.
    ///
    /// - Throws: ``Failure`` 125 if either can't be written and the status would be 0, so that a
    ///   lost measurement is not taken for a success.
    private func tell(of observations: [Observation], end: ProcessEnd?) throws {
        let status = status(of: observations)
        do {
            try export(observations)
        } catch {
            guard status != 0 else { throw error }
            if let message = error.message { printError("membudget: \(message)") }
        }
        guard printSummary(observations, end: end) || status != 0 else { throw Failure(.runFailed) }
    }

    /// Runs every trial and keeps its figures (about 4 KiB), but not its samples.
    ///
    /// - Returns: The observation of each trial, and the threads of the first trial that a signal
    ///   ended.
    private func measureAll() async throws -> (observations: [Observation], end: ProcessEnd?) {
        ClusterSweep.run()
        let scratch = try FreshFolder(ofHarnessIn: environmentTemporaryFolder())
        defer { scratch.remove() }
        let profiling = try profile.map {
            try TrialProfiling(into: $0, interval: sampleInterval)
        }
        var observations: [Observation] = []
        // Growth by doubling would reserve up to twice the memory that is needed.
        observations.reserveCapacity(trials)
        var end: ProcessEnd?
        for index in 0..<trials {
            var specification = specification(index: index, scratch: scratch)
            profiling?.prepare(&specification)
            let report = try await Trial(specification).run()
                .report(describe: EvidenceText.sentence)
            observations.append(report.observation)
            end = end ?? report.end
            try profiling?.finish(report, isQuiet: measure.quiet)
            if let signal = StopSignals.last {
                if index + 1 < trials {
                    printError(EventText.stopped(by: signal, after: index + 1, of: trials))
                }
                break
            }
        }
        return (observations, end)
    }

    /// The given interval, or one that fits the budget.
    private var sampleInterval: ByteCount {
        profiling.sampleInterval ?? SampleInterval.fitting(measure.budget)
    }

    private func specification(index: Int, scratch: FreshFolder) -> TrialSpecification {
        var environment = currentEnvironment()
        for variable in variables { environment[variable.name] = variable.value }
        let enforcement = measure.enforce ?? .auto
        let metric = measure.metric ?? .default(under: enforcement)
        let limits = TrialLimits(
            budget: measure.budget.map { Budget(metric: metric, limit: $0) },
            followsTree: measure.metric == nil && metric == .peakRSS, enforcement: enforcement,
            requiredEnforcement: measure.requireEnforcement, timeout: measure.timeout,
            traces: !measure.isUntraced, processorCount: measure.cpus)
        var measured = Command(
            command, environment: environment, workingDirectory: directory, input: .inherited,
            output: .inherited, error: .inherited, leadsProcessGroup: false)
        measured.exactArguments = Self.lastArguments(command.count)
        var specification = TrialSpecification(
            command: measured, limits: limits, allocator: measure.allocator ?? .system,
            signals: .forward, directory: scratch.path, strategy: command[0],
            scale: ScaleRecord(Scale(units: 1, label: ""), inputBytes: nil), index: index)
        specification.readsStacks = true
        return specification
    }

    /// Returns the exact bytes of the last arguments of this process, which are the command's.
    private static func lastArguments(_ count: Int) -> [[UInt8]] {
        Array(ProgramArguments.exact.suffix(count))
    }

    private func export(_ observations: [Observation]) throws(Failure) {
        guard let json else { return }
        do {
            try writeExport(Array(try text(of: observations).utf8), to: json)
        } catch let failure as Failure where failure.message == nil {
            throw failure
        } catch {
            // Any error here is membudget's, not the command's.
            throw Failure(.runFailed, "\(error)")
        }
    }

    private func text(of observations: [Observation]) throws(RunStoreError) -> String {
        var lines: [String] = []
        for observation in observations {
            lines.append(String(decoding: try observation.jsonLine(), as: UTF8.self))
        }
        // One trial is an object; several are an array with one trial per line.
        guard trials > 1 else { return lines.joined() }
        return "[\n" + lines.map { $0.dropLast() }.joined(separator: ",\n") + "\n]\n"
    }

    /// Prints the summary; with --quiet, only if the command didn't end by itself.
    ///
    /// - Returns: Whether everything could be written.
    private func printSummary(_ observations: [Observation], end: ProcessEnd?) -> Bool {
        let isOwnEnd = observations.allSatisfy {
            [.completed, .failed, .crashed, .killedExternally].contains($0.outcome)
                && !$0.isUndecided
        }
        if measure.quiet && isOwnEnd { return true }
        let end = end.map { ThreadSentence($0.threads, of: $0.processID) }
        let text = TrialSummary(observations, end: end, style: .forStandardError).text
        return printError(lines: String(text.dropLast()))
    }

    /// Returns the status of the trial in the summary: the first over budget, or else the first
    /// failure.
    private func status(of observations: [Observation]) -> Int32 {
        let statuses = observations.map(Self.status)
        let over = ExitStatus.runOverBudget.rawValue
        return statuses.contains(over) ? over : statuses.first { $0 != 0 } ?? 0
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
        case .completed, .wrongResult, .crashed, .failed, .killedExternally, .unmeasured:
            let own = ownStatus(of: observation)
            let isKnown = observation.outcome != .unmeasured && !observation.isUndecided
            return own == 0 && !isKnown ? ExitStatus.runFailed.rawValue : own
        }
    }

    /// Returns the status that a shell would report; 125 for a command that never ran.
    private static func ownStatus(of observation: Observation) -> Int32 {
        if case .launchFailed = observation.evidence.figures?.proof {
            return ExitStatus.runFailed.rawValue
        }
        // A signal of an unmeasured trial may have come from membudget's own limit.
        if let signal = observation.exit.signal, observation.outcome != .unmeasured {
            return 128 + Int32(signal)
        }
        return observation.exit.code.map(Int32.init) ?? ExitStatus.runFailed.rawValue
    }
}
