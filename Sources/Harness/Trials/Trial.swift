import Glibc
import MemoryBudget
import Threads

/// Runs one trial: a fresh process, watched from outside, limited, and classified.
package struct Trial: Sendable {
    private let specification: TrialSpecification
    private let cgroups: CgroupSource

    /// Prepares a trial.
    package init(_ specification: TrialSpecification) {
        self.init(specification, cgroups: .system)
    }

    init(_ specification: TrialSpecification, cgroups: CgroupSource) {
        self.specification = specification
        self.cgroups = cgroups
    }

    /// Runs it on a thread of its own and returns when nothing of its tree is left.
    ///
    /// - Throws: `HarnessError` if it could not be started or measured; a command that fails, or
    ///   goes over its budget, is a result.
    package func run() async throws -> TrialReport {
        try await DedicatedThread.run { try runHere() }
    }

    /// Runs it on the calling thread, which must live until the end and do nothing else meanwhile.
    func runHere() throws -> TrialReport {
        let startedAt = currentTimestamp()
        switch lookup() {
        case .notFound: return unstarted(startedAt, errno: ENOENT)
        case .notExecutable: return unstarted(startedAt, errno: EACCES)
        case .found(let path):
            let page = try GaugePage(path: "\(specification.directory)/gauges-\(uniqueNumber())")
            defer { unlink(page.path) }
            page.setAgentInterval(specification.agentInterval)
            let plan = try EnforcementPlan(limits: specification.limits, cgroups: cgroups)
            defer { plan.cgroup?.remove() }
            return try runStarted(path: path, page: page, plan: plan, startedAt: startedAt)
        }
    }

    private func runStarted(
        path: String, page: GaugePage, plan: EnforcementPlan, startedAt: String
    ) throws -> TrialReport {
        let session = try TrialSession(
            specification: specification, path: path, page: page, plan: plan)
        let end = try ProgressTicker.during(page, specification.progress) { try session.run() }
        return ObservationBuilder(
            specification: specification, plan: plan, page: page, tree: end.tree,
            samples: end.samples, errorText: end.errorText, ending: end.ending,
            processCount: max(end.processCount, 1), startedAt: startedAt
        ).report()
    }

    private func lookup() -> ProgramLookup {
        let command = specification.command
        return ProgramLookup(
            command.arguments.first ?? "", searchPath: command.environment["PATH"],
            workingDirectory: command.workingDirectory)
    }

    /// The report of a command that there is nothing to measure of.
    private func unstarted(_ startedAt: String, errno number: Int32) -> TrialReport {
        let classification = Classification(
            TrialEnd(launchFailure: LaunchFailure(executing: number)))
        var observation = Observation(
            strategy: specification.strategy, scale: specification.scale,
            kind: specification.kind, index: specification.index, seed: specification.seed,
            startedAt: startedAt, outcome: classification.outcome,
            evidence: classification.evidence,
            enforcement: EnforcementRecord(requested: specification.limits.enforcement),
            allocator: AllocatorRecord(name: specification.allocator, isAttached: false))
        observation.processCount = 0
        return TrialReport(observation: observation, series: Series(), interruptedBy: nil)
    }
}

/// A number that no other call in this process gets.
private func uniqueNumber() -> String {
    "\(getpid())-\(monotonicNanoseconds())"
}

/// Now, in UTC, ISO 8601 with milliseconds.
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
