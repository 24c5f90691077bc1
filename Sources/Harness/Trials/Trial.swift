import Files
import Glibc
import HeapProfile
import MemoryBudget
import Processes
import Threads

/// One trial: a new process, watched from outside, limited, and classified.
///
/// ```swift
/// import Processes
/// let command = Command(["/bin/true"], environment: currentEnvironment())
/// let trial = try await Trial(
///     TrialSpecification(
///         command: command, directory: "/tmp", strategy: "",
///         scale: ScaleRecord(Scale(units: 1), inputBytes: nil))
/// ).run()
/// ```
package struct Trial: Sendable {
    private let specification: TrialSpecification
    private let mechanisms: [any EnforcementMechanism]

    package init(_ specification: TrialSpecification) {
        self.init(specification, mechanisms: EnforcementMechanisms.all())
    }

    init(_ specification: TrialSpecification, mechanisms: [any EnforcementMechanism]) {
        self.specification = specification
        self.mechanisms = mechanisms
    }

    /// Runs the trial on a thread of its own and returns when its whole tree is gone.
    ///
    /// - Throws: `MachineError` if the trial could not be started or measured; a command that
    ///   fails, or exceeds its budget, is a result.
    package func run() async throws -> RawTrial {
        let samples = try specification.sampleInterval.map {
            try SampleFolder(
                creating: "\(specification.directory)/samples-\(TemporaryName.random())",
                intervalBytes: $0.bytes)
        }
        var trial = try await DedicatedThread.run { try runHere(samples: samples) }
        if let samples {
            trial.heap = try await HeapProfile.read(
                from: samples, of: trial, searchPath: Self.searchPath)
        }
        // Interrupting a command should not wait for symbol names.
        if trial.heap == nil, StopSignals.last == nil, let autopsy = trial.autopsy {
            trial.end = await autopsy.end(searchPath: Self.searchPath)
        }
        return trial
    }

    /// The search path of the symbolizer.
    private static var searchPath: String { currentEnvironment()["PATH"] ?? "" }

    private func runHere(samples: SampleFolder?) throws -> RawTrial {
        let startedAt = currentTimestamp()
        switch lookup() {
        case .notFound: return unstarted(startedAt, errno: ENOENT)
        case .notExecutable: return unstarted(startedAt, errno: EACCES)
        case .found(let path):
            let page = try GaugePage(
                path: "\(specification.directory)/gauges-\(TemporaryName.random())")
            defer { unlink(page.path) }
            page.setAgentInterval(specification.agentInterval)
            var limits = specification.limits
            if samples != nil { limits.profilerBytes = SampleTable.fileBytes }
            let plan = try EnforcementPlan(limits: limits, mechanisms: mechanisms)
            defer { plan.remove() }
            let memory = LatestMemory(budget: specification.limits.budget)
            let session = try TrialSession(
                specification: specification, startedAt: startedAt, path: path, page: page,
                plan: plan, sampleFolder: samples, memory: memory)
            return try ProgressTicker.during(
                page, memory: memory, handler: specification.progress
            ) {
                try session.run()
            }
        }
    }

    private func lookup() -> ProgramLookup {
        let command = specification.command
        let name = command.exactArguments?.first ?? Array((command.arguments.first ?? "").utf8)
        return ProgramLookup(
            ExactPath(bytes: name),
            searchPath: environmentValue("PATH", in: environmentBlock(command.environment)),
            workingDirectory: command.workingDirectory)
    }

    /// Returns the result of a command that did not start and has nothing to measure: no budget was
    /// in force.
    private func unstarted(_ startedAt: String, errno number: Int32) -> RawTrial {
        var unlimited = specification
        unlimited.limits.budget = nil
        var trial = RawTrial(
            specification: unlimited, startedAt: startedAt,
            enforcement: EnforcementRecord(requested: specification.limits.enforcement))
        trial.tree.launchFailure = LaunchFailure(executing: number)
        return trial
    }
}

/// Returns the current time: UTC, ISO 8601 with milliseconds.
package func currentTimestamp() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    var buffer = [CChar](repeating: 0, count: 32)
    strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    let milliseconds = String(time.tv_nsec / 1_000_000 + 1000).dropFirst()
    return "\(text).\(milliseconds)Z"
}
