import Files
import Glibc
package import MemoryBudget
import Processes

/// One thing that this machine can or can't measure or enforce, determined by trying it.
///
/// ```swift
/// for capability in await Capability.probeAll(environment: ["PATH": "/usr/bin"]) {
///     print(capability.name, capability.isAvailable, capability.finding)
/// }
/// ```
package struct Capability: Sendable {
    /// The name for people, such as `noise`.
    package let name: String
    /// Whether the capability is available here.
    package let isAvailable: Bool
    /// The result of the attempt, or the reason why it failed.
    package let finding: String
    /// The recommended action; `nil` if there is nothing to do.
    package let advice: String?

    /// The kind of capability, for programs.
    package let kind: Kind

    /// The kinds of capabilities.
    package enum Kind: Hashable, Sendable {
        /// Reading the peak of every process when it ends.
        case peaks
        /// The error of the kernel's counters of resident memory.
        case residentCounters
        /// A mechanism that enforces budgets.
        case enforcement(EnforcementTier)
        /// Preloading jemalloc and the agent.
        case jemalloc
        /// The programs that measure the noise floor.
        case noise
        /// The workers that are installed.
        case workers
        /// A worker that can't be used.
        case brokenWorker
        /// Transparent huge pages.
        case hugePages
        /// Swap space.
        case swap
    }

    /// The enforcement tier that this is about; `nil` for other kinds.
    package var tier: EnforcementTier? {
        if case .enforcement(let tier) = kind { tier } else { nil }
    }

    init(
        _ kind: Kind, name: String, isAvailable: Bool, finding: String, advice: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.isAvailable = isAvailable
        self.finding = finding
        self.advice = isAvailable ? nil : advice
    }

    /// Tries everything on this machine; takes well under a second.
    package static func probeAll(environment: [String: String]) async -> [Capability] {
        [await probeTrace(), residentCounters()] + enforcement()
            + [await jemalloc(environment), noise(environment), workers(environment)]
            + (await brokenWorkers(environment)) + pitfalls()
    }

    /// Returns the capability of every enforcement mechanism.
    package static func enforcement() -> [Capability] {
        enforcement(EnforcementMechanisms.all())
    }

    static func enforcement(_ mechanisms: [any EnforcementMechanism]) -> [Capability] {
        mechanisms.compactMap { $0.probe() }
    }

    private static func probeTrace() async -> Capability {
        let advice = MachineRemedies.system.tracing
        do {
            let folder = try FreshFolder(ofHarnessIn: environmentTemporaryFolder())
            defer { folder.remove() }
            let trial = try await Trial(
                TrialSpecification(
                    command: Command(["/bin/sh", "-c", ":"], environment: currentEnvironment()),
                    directory: folder.path, strategy: "",
                    scale: ScaleRecord(.floor, inputBytes: nil))
            ).run()
            let peak = trial.peak
            return Capability(
                .peaks, name: "peaks (ptrace)", isAvailable: peak?.isLowerBound == false,
                finding: peak.map { "an empty shell peaks at \(ByteCount($0.bytes))" }
                    ?? "no peak could be read",
                advice: advice)
        } catch {
            return Capability(
                .peaks, name: "peaks (ptrace)", isAvailable: false, finding: "\(error)",
                advice: advice)
        }
    }

    /// Returns the possible error in a peak that was released before the end, here and on fewer
    /// processors.
    private static func residentCounters() -> Capability {
        let counters = ResidentCounters.system
        let processors = ProcessorSet(of: 0)?.count ?? 1
        func error(_ count: Int) -> ByteCount {
            ByteCount(counters.errorBytes(processorCount: count, threadCount: 1))
        }
        let finding =
            switch counters.cache {
            case .perThread:
                "a peak released before the end may read up to \(error(1)) too low per thread"
            case .perProcessor where processors > 1:
                "a peak released before the end may read up to \(error(processors)) too low"
                    + " on \(processors) CPUs,"
                    + " \(error(1)) with --cpus 1"
            case .perProcessor: "a peak released before the end may read up to \(error(1)) too low"
            }
        let exactBytes = ProcessPeak.exactFromBytes(errorBytes: error(processors).bytes)
        return Capability(
            .residentCounters, name: "RSS counters", isAvailable: true,
            finding: "\(finding); less than 0.2 % for peaks above \(ByteCount(exactBytes))")
    }

    private static func jemalloc(_ environment: [String: String]) async -> Capability {
        do {
            let preload = try Preload(allocator: .jemalloc, environment: environment)
            let folder = try FreshFolder(ofHarnessIn: environmentTemporaryFolder())
            defer { folder.remove() }
            let trial = try await Trial(
                TrialSpecification(
                    command: Command(["/bin/sh", "-c", ":"], environment: currentEnvironment()),
                    allocator: .jemalloc, directory: folder.path, strategy: "",
                    scale: ScaleRecord(.floor, inputBytes: nil))
            ).run()
            return Capability(
                .jemalloc, name: "jemalloc and agent", isAvailable: trial.gauges.hasAgent,
                finding: preload.libraries.first ?? "",
                advice: "the agent did not attach to /bin/sh: was it built for this machine?"
                    + " Run 'make build'")
        } catch {
            return Capability(
                .jemalloc, name: "jemalloc and agent", isAvailable: false, finding: "\(error)")
        }
    }

    private static func noise(_ environment: [String: String]) -> Capability {
        let missing = SteadyProgram.installed(HelperPrograms(environment: environment)).missing
        return Capability(
            .noise, name: "noise", isAvailable: missing.isEmpty,
            finding: missing.isEmpty
                ? "measured with a static and a dynamic program of \(SteadyProgram.bytes)"
                : "\(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are")"
                    + " not installed",
            advice: "run 'make build', or set MEMBUDGET_LIBEXEC to its folder")
    }

    private static func workers(_ environment: [String: String]) -> Capability {
        let workers = HelperPrograms(environment: environment).workers
        return Capability(
            .workers, name: "workers", isAvailable: !workers.isEmpty,
            finding: workers.isEmpty ? "none found" : workers.joined(separator: ", "),
            advice: "run 'make build', or set MEMBUDGET_LIBEXEC to their folder")
    }

    /// Workers that are installed but can't be used.
    private static func brokenWorkers(_ environment: [String: String]) async -> [Capability] {
        let set = try? await WorkerSet(helpers: HelperPrograms(environment: environment))
        return ((set?.broken ?? []) + (set?.unstartable ?? [])).map { broken in
            Capability(
                .brokenWorker, name: "a worker", isAvailable: false, finding: broken.reason,
                advice: "install what is missing, or rebuild it with 'make build'")
        }
    }

    /// Settings that distort measurements without preventing them.
    private static func pitfalls() -> [Capability] {
        let facts = MachineFacts()
        var found: [Capability] = []
        if facts.hugePages == "always" {
            found.append(
                Capability(
                    .hugePages, name: "huge pages", isAvailable: false,
                    finding: "always: touching one byte may cost 2 MiB of RSS",
                    advice: MachineRemedies.system.hugePages))
        }
        if let swap = facts.swapBytes, swap > 0 {
            found.append(
                Capability(
                    .swap, name: "swap", isAvailable: false,
                    finding: "\(ByteCount(swap)): RSS doesn't include swapped-out memory",
                    advice: MachineRemedies.system.swap))
        }
        return found
    }
}
