import Glibc
import MemoryBudget
import Threads

/// The running part of a trial: spawns, follows, watches, and leaves nothing behind.
struct TrialSession {
    private let specification: TrialSpecification
    private let path: String
    private let page: GaugePage
    private let plan: EnforcementPlan
    private let tree = ProcessTree()
    private let errors: ErrorTail?

    init(
        specification: TrialSpecification, path: String, page: GaugePage, plan: EnforcementPlan
    ) throws {
        self.specification = specification
        self.path = path
        self.page = page
        self.plan = plan
        errors =
            switch specification.command.error {
            case .captured: try ErrorTail(passesOn: false)
            case .overheard: try ErrorTail(passesOn: true)
            case .null, .inherited: nil
            }
    }

    /// What a session leaves behind.
    struct End {
        var tree: TreeResult
        var samples: SampledReadings
        var errorText: String
        var ending: Ending?
        var processCount: Int
    }

    /// Runs the command to the end of its tree.
    func run() throws -> End {
        let drain = try errors.map { tail in try DedicatedThread { tail.drain() } }
        let outcome = Result {
            let descriptors = try OpenDescriptors(
                specification.command, errors: errors, plan: plan)
            defer { descriptors.close() }
            return specification.limits.traces
                ? try runTraced(descriptors) : try runLaunched(descriptors)
        }
        // Somebody may have slipped out of the tree and still hold the pipe; nobody waits for that.
        plan.cgroup?.killMembers()
        errors?.finish()
        drain?.join()
        let (result, samples) = try outcome.get()
        return End(
            tree: result, samples: samples, errorText: errors?.text ?? "", ending: tree.ending,
            processCount: tree.count)
    }

    private func runTraced(_ descriptors: OpenDescriptors) throws -> (TreeResult, SampledReadings) {
        let process = try spawner(descriptors).spawn()
        page.name(process: process.id)
        let watcher: Watcher
        let watching: DedicatedThread
        var tracer: Tracer
        do {
            watcher = try makeWatcher(findProcesses: nil)
            tracer = try Tracer(leader: process.id, tree: tree) { makeRoom() }
            watching = try DedicatedThread { watcher.run() }
        } catch {
            process.abandon()
            throw error
        }
        let start = monotonicNanoseconds()
        process.letGo()
        var result = tracer.follow()
        watcher.stop()
        watching.join()
        result.startNanoseconds = start
        result.launchFailure = process.launchFailure()
        return (result, watcher.result)
    }

    private func runLaunched(
        _ descriptors: OpenDescriptors
    ) throws -> (TreeResult, SampledReadings) {
        let launcher = try Launcher()
        var launched = try launcher.start(spawner(descriptors), tree: tree, page: page)
        let command = launched.command
        let watcher: Watcher
        let watching: DedicatedThread
        do {
            watcher = try makeWatcher { descendants(of: command) }
            watching = try DedicatedThread { watcher.run() }
        } catch {
            // Nobody would watch what runs by now.
            tree.end(.interrupted)
            _ = launched.finish(tree: tree)
            throw error
        }
        let result = launched.finish(tree: tree)
        watcher.stop()
        watching.join()
        return (result, watcher.result)
    }

    private func makeWatcher(findProcesses: (@Sendable () -> [pid_t])?) throws -> Watcher {
        let settings = Watcher.Settings(
            limits: specification.limits,
            watchedBudget: plan.watches ? specification.limits.budget : nil,
            cgroup: plan.cgroup, signals: specification.signals)
        return try Watcher(
            settings: settings, tree: tree, page: page, findProcesses: findProcesses)
    }

    /// A budget of one process's memory is no limit on the sum: the backstop grows with the tree,
    /// before the new process runs. A ceiling is one for the whole tree.
    private func makeRoom() {
        guard let budget = specification.limits.budget, plan.watches, let cgroup = plan.cgroup,
            budget.metric == .peakRSS || budget.metric == .peakAnonymous,
            !specification.limits.followsTree, specification.kind != .need
        else { return }
        let memories = tree.living.count { !$0.sharesMemory }
        let limit = EnforcementPlan.backstopBytes(budget) * max(1, memories)
        guard limit > cgroup.limitBytes else { return }
        do throws(CgroupParent.Unavailable) {
            try cgroup.setLimit(bytes: limit)
        } catch {
            // The old limit stays: a kill below the budget is then told apart by the metric.
            return
        }
    }

    private func spawner(_ descriptors: OpenDescriptors) throws -> Spawner {
        var environment = specification.command.environment
        environment[GaugePage.variable] = page.path
        // A crash would start the backtracer as a child, which skews tree and time.
        environment["SWIFT_BACKTRACE"] = environment["SWIFT_BACKTRACE"] ?? "enable=no"
        if specification.allocator == .jemalloc {
            try Preload(environment: currentEnvironment()).apply(to: &environment)
        }
        return Spawner(
            path: path,
            arguments: specification.command.exactArguments
                ?? specification.command.arguments.map { Array($0.utf8) },
            environment: environmentBlock(environment),
            workingDirectory: specification.command.workingDirectory,
            standardInput: descriptors.input, standardOutput: descriptors.output,
            standardError: descriptors.error, cgroupProcesses: descriptors.cgroup,
            dataLimitBytes: plan.dataLimitBytes,
            leadsProcessGroup: specification.command.leadsProcessGroup)
    }
}

/// The descriptors that a command is started with; -1 leaves ours in place.
struct OpenDescriptors {
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private(set) var error: Int32 = -1
    private(set) var cgroup: Int32 = -1

    init(_ command: Command, errors: ErrorTail?, plan: EnforcementPlan) throws {
        input = try Self.open(command.input, O_RDONLY)
        output = try Self.open(command.output, O_WRONLY)
        error = try errors?.writeEnd ?? Self.open(command.error, O_WRONLY)
        guard let group = plan.cgroup else { return }
        cgroup = group.openProcesses()
        // To run outside the limit that the record claims would be a silent downgrade.
        guard cgroup >= 0 else {
            let message = systemMessage(errno)
            close()
            throw HarnessError(.unavailable, "can't enter \(group.path): \(message)")
        }
    }

    private static func open(_ descriptor: Command.Descriptor, _ mode: Int32) throws -> Int32 {
        guard case .null = descriptor else { return -1 }
        let opened = Glibc.open("/dev/null", mode | O_CLOEXEC)
        guard opened >= 0 else { throw HarnessError("can't open /dev/null", errno: errno) }
        return opened
    }

    /// Closes ours; the error pipe belongs to its reader.
    func close() {
        for descriptor in [input, output, cgroup] where descriptor >= 0 {
            Glibc.close(descriptor)
        }
    }
}
