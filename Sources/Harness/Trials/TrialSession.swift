import Files
import Glibc
import MemoryBudget
import Processes
import Threads

/// The running part of a trial: spawns the command, follows and watches its tree, and cleans up.
struct TrialSession {
    private let specification: TrialSpecification
    private let startedAt: String
    private let path: ExactPath
    private let page: GaugePage
    private let plan: EnforcementPlan
    private let sampleFolder: SampleFolder?
    private let memory: LatestMemory
    private let tree = ProcessTree()
    private let errors: ErrorTail?

    init(
        specification: TrialSpecification, startedAt: String, path: ExactPath, page: GaugePage,
        plan: EnforcementPlan, sampleFolder: SampleFolder?, memory: LatestMemory
    ) throws {
        self.specification = specification
        self.startedAt = startedAt
        self.path = path
        self.page = page
        self.plan = plan
        self.sampleFolder = sampleFolder
        self.memory = memory
        errors =
            switch specification.command.error {
            case .captured: try ErrorTail(capacity: RawTrial.errorBytesMaximum)
            case .null, .inherited: nil
            }
    }

    /// Runs the command until its tree has ended.
    ///
    /// The calling thread must live until the end and do nothing else.
    func run() throws -> RawTrial {
        let drain = try errors.map { tail in try DedicatedThread { tail.drain() } }
        let adoption = OrphanAdoption()
        let outcome = Result {
            let descriptors = try OpenDescriptors(
                specification.command, errors: errors, plan: plan)
            defer { descriptors.close() }
            return specification.limits.traces
                ? try runTraced(descriptors) : try runLaunched(descriptors)
        }
        // A process that escaped the tree may still hold the pipe, so don't wait for its end.
        withExtendedLifetime(adoption) { endStrays() }
        plan.killMembers()
        errors?.finish()
        drain?.join()
        let (result, samples) = try outcome.get()
        return RawTrial(
            specification: specification, startedAt: startedAt, tree: result, samples: samples,
            processorCount: processors?.count,
            gauges: page.read(), phase: page.readPhase(),
            allocatorVersion: page.readAllocatorVersion(), errorText: errors?.text ?? "",
            errorBytes: errors?.bytes ?? [],
            stopReason: tree.stopReason,
            interruptedBy: tree.stopReason == .interrupted ? StopSignals.last : nil,
            processCount: max(tree.count, 1), strayCount: tree.strays.count,
            enforcement: plan.record,
            enforcementEvidence: plan.armed.map { $0.evidence() })
    }

    /// Kills survivors of the trial's tree: members of its control groups, and orphans that this
    /// process adopted.
    private func endStrays() {
        let hunt = StrayHunt(tree: tree)
        hunt.end(remaining: plan.members)
        hunt.endOrphans(marked: "\(GaugePage.variable)=\(page.path)")
        hunt.awaitEnds()
    }

    private func runTraced(_ descriptors: OpenDescriptors) throws -> (TreeResult, SampledReadings) {
        let process = try spawner(descriptors).spawn()
        page.name(process: process.id)
        let reader = sampleFolder.map { MemoryReader(samples: $0, page: page) }
        let watching: WatchThread
        var tracer: Tracer
        do {
            try sampleFolder?.makeTable(of: process.id)
            tracer = try Tracer(
                leader: process.id, tree: tree, processors: processors ?? ourProcessors,
                dataLimitBytes: descriptors.limits.dataLimitBytes,
                readsStacks: specification.readsStacks,
                moments: Tracer.Moments(
                    madeProcess: { makeRoom() }, executed: { page.beginImage() },
                    isEnding: { process, thread in
                        // This comes first: memory of a process killed by the kernel is charged
                        // only for a short time.
                        for mechanism in plan.armed { mechanism.noteEnd() }
                        reader?.captureEnd(of: process, thread: thread)
                    }))
            watching = try watch(.traced(StrayHunt(tree: tree)), reader: reader)
        } catch {
            process.abandon()
            throw error
        }
        let start = monotonicNanoseconds()
        process.resume()
        var result = tracer.follow()
        let samples = watching.finish()
        result.startNanoseconds = start
        result.launchFailure = process.launchFailure()
        return (result, samples)
    }

    private func runLaunched(
        _ descriptors: OpenDescriptors
    ) throws -> (TreeResult, SampledReadings) {
        let launcher = try Launcher()
        var launched = try launcher.start(spawner(descriptors), tree: tree, page: page)
        let watching: WatchThread
        do {
            watching = try watch(
                .launched(
                    helper: launched.helper, command: launched.command, seen: SeenProcesses()))
        } catch {
            // Without a watcher, the running command must not continue.
            tree.end(.interrupted)
            _ = launched.finish(tree: tree)
            throw error
        }
        let result = launched.finish(tree: tree)
        return (result, watching.finish())
    }

    /// The delay before a signal is forwarded, to learn whether the command received it as well.
    private static let forwardDelayNanoseconds = 20_000_000

    /// Starts the watcher.
    private func watch(
        _ discovery: ProcessDiscovery, reader: MemoryReader? = nil
    ) throws -> WatchThread {
        let limits = specification.limits
        return try WatchThread(
            WatchThread.Watch(
                settings: Watcher.Settings(
                    budget: plan.watchedBudget, followsTree: limits.followsTree,
                    timeout: limits.timeout, signals: specification.signals,
                    forwardDelayNanoseconds: limits.traces ? Self.forwardDelayNanoseconds : 0,
                    hasKernelLimit: plan.hasKernelLimit, isTraced: limits.traces,
                    isProfiled: reader != nil),
                tree: tree, page: page, armed: plan.armed, discovery: discovery,
                reader: reader, memory: memory))
    }

    /// Raises limits that grow with the tree before a new process runs.
    private func makeRoom() {
        let growing = plan.armed.filter(\.growsWithTree)
        guard !growing.isEmpty else { return }
        let processCount = tree.ownerCount
        for mechanism in growing { mechanism.makeRoom(processCount: processCount) }
    }

    /// The processors that the command is pinned to; `nil` if it is not pinned.
    private var processors: ProcessorSet? {
        specification.limits.processorCount.map { ourProcessors.last($0) }
    }

    private var ourProcessors: ProcessorSet { ProcessorSet(of: 0) ?? ProcessorSet([]) }

    private func spawner(_ descriptors: OpenDescriptors) throws -> Spawner {
        var environment = specification.command.environment
        environment[GaugePage.variable] = page.path
        // A crash would start the backtracer as a child, which distorts tree and time.
        environment["SWIFT_BACKTRACE"] = environment["SWIFT_BACKTRACE"] ?? "enable=no"
        try Preload(
            allocator: specification.allocator, isProfiled: sampleFolder != nil,
            environment: currentEnvironment()
        ).apply(to: &environment)
        sampleFolder?.apply(to: &environment)
        var spawner = Spawner(
            path: path,
            arguments: specification.command.exactArguments
                ?? specification.command.arguments.map { Array($0.utf8) },
            environment: environmentBlock(environment),
            workingDirectory: specification.command.workingDirectory,
            standardInput: descriptors.input, standardOutput: descriptors.output,
            standardError: descriptors.error,
            cgroupProcesses: descriptors.limits.cgroupProcesses,
            dataLimitBytes: descriptors.limits.dataLimitBytes,
            leadsProcessGroup: specification.command.leadsProcessGroup, processors: processors)
        spawner.stopsAtAllocations = descriptors.limits.dataLimitBytes > 0
        return spawner
    }
}

/// The descriptors that a command is started with; -1 leaves ours in place.
struct OpenDescriptors {
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private(set) var error: Int32 = -1
    private(set) var limits = LaunchLimits()

    init(_ command: Command, errors: ErrorTail?, plan: EnforcementPlan) throws {
        input = try Self.open(command.input, mode: O_RDONLY)
        output = try Self.open(command.output, mode: O_WRONLY)
        error = try errors?.writeEnd ?? Self.open(command.error, mode: O_WRONLY)
        do {
            limits = try plan.launchLimits()
        } catch {
            close()
            throw error
        }
    }

    private static func open(_ descriptor: Command.Descriptor, mode: Int32) throws -> Int32 {
        guard case .null = descriptor else { return -1 }
        let opened = Glibc.open("/dev/null", mode | O_CLOEXEC)
        guard opened >= 0 else { throw MachineError("can't open /dev/null", errno: errno) }
        return opened
    }

    /// Closes our copies; the error pipe belongs to its reader.
    func close() {
        for descriptor in [input, output, limits.cgroupProcesses] where descriptor >= 0 {
            Glibc.close(descriptor)
        }
    }
}
