import Glibc
package import MemoryBudget

/// One thing this machine can or can't measure or enforce, found by trying it.
package struct Capability: Sendable {
    /// What it is about, in a few words.
    package let name: String
    /// Whether it works here.
    package let isAvailable: Bool
    /// What was found, or why it doesn't work.
    package let finding: String
    /// What to do about it; nil if nothing is to be done.
    package let advice: String?

    /// The enforcement it stands for; nil if it is about something else.
    package let tier: EnforcementTier?

    init(
        _ name: String, isAvailable: Bool, _ finding: String, advice: String? = nil,
        tier: EnforcementTier? = nil
    ) {
        self.name = name
        self.isAvailable = isAvailable
        self.finding = finding
        self.advice = isAvailable ? nil : advice
        self.tier = tier
    }

    /// Tries everything on this machine; takes well under a second.
    package static func probeAll(environment: [String: String]) async -> [Capability] {
        let trace = await probeTrace()
        return [
            trace, cgroup(), watchdog(), rlimit(), await jemalloc(environment),
            workers(environment),
        ] + (await brokenWorkers(environment)) + pitfalls()
    }

    /// The kernel's limit, tried by making a group and removing it.
    package static func cgroup() -> Capability {
        do throws(CgroupParent.Unavailable) {
            let parent = try CgroupSource.system.parent()
            let group = try parent.makeGroup(limitBytes: 64 << 20)
            group.remove()
            let version = parent.location.version == .v1 ? "v1" : "v2"
            return Capability(
                "cgroup limit", isAvailable: true, "\(version), below \(parent.location.ownPath)",
                tier: parent.location.version == .v1 ? .cgroupV1 : .cgroupV2)
        } catch {
            return Capability(
                "cgroup limit", isAvailable: false, error.reason,
                advice: "run as root, or in a delegated group: systemd-run --user --scope"
                    + " -p Delegate=yes membudget …; the watchdog enforces budgets meanwhile")
        }
    }

    private static func probeTrace() async -> Capability {
        let advice =
            "allow ptrace (in a container: --cap-add=SYS_PTRACE, or a seccomp profile that has"
            + " it; check /proc/sys/kernel/yama/ptrace_scope), or use --no-ptrace"
        do {
            let folder = try FreshFolder(in: environmentTemporaryFolder())
            defer { folder.remove() }
            let report = try await Trial(
                TrialSpecification(
                    command: Command(["/bin/sh", "-c", ":"], environment: currentEnvironment()),
                    directory: folder.path, strategy: "",
                    scale: ScaleRecord(.floor, inputBytes: nil))
            ).run()
            let peak = report.observation.peakRSSBytes
            return Capability(
                "exact peaks (ptrace)",
                isAvailable: report.observation.quality[.peakRSS] == .exact && peak != nil,
                peak.map { "an empty shell peaks at \(ByteCount($0))" } ?? "no peak could be read",
                advice: advice)
        } catch {
            return Capability(
                "exact peaks (ptrace)", isAvailable: false, "\(error)", advice: advice)
        }
    }

    private static func watchdog() -> Capability {
        let interval = Watcher.intervalNanoseconds / 1000
        let sharp = Watcher.sharpIntervalNanoseconds / 1000
        return Capability(
            "watchdog", isAvailable: true,
            "reads every \(interval) µs, every \(sharp) µs above 75 % of the budget",
            tier: .watchdog)
    }

    private static func rlimit() -> Capability {
        Capability(
            "RLIMIT_DATA", isAvailable: true, "coarse: counts reservations, a process at a time",
            tier: .rlimit)
    }

    private static func jemalloc(_ environment: [String: String]) async -> Capability {
        do {
            let preload = try Preload(environment: environment)
            let folder = try FreshFolder(in: environmentTemporaryFolder())
            defer { folder.remove() }
            let report = try await Trial(
                TrialSpecification(
                    command: Command(["/bin/sh", "-c", ":"], environment: currentEnvironment()),
                    allocator: .jemalloc, directory: folder.path, strategy: "",
                    scale: ScaleRecord(.floor, inputBytes: nil))
            ).run()
            return Capability(
                "jemalloc and agent", isAvailable: report.observation.allocator.isAttached,
                preload.jemalloc,
                advice: "the agent did not attach to /bin/sh: is it built for this machine?"
                    + " Run 'make build'")
        } catch {
            return Capability("jemalloc and agent", isAvailable: false, "\(error)")
        }
    }

    private static func workers(_ environment: [String: String]) -> Capability {
        let workers = HelperPrograms(environment: environment).workers
        return Capability(
            "workers", isAvailable: !workers.isEmpty,
            workers.isEmpty ? "none found" : workers.joined(separator: ", "),
            advice: "run 'make build', or set MEMBUDGET_LIBEXEC to their folder")
    }

    /// Workers that are there and can't be used; the others can.
    private static func brokenWorkers(_ environment: [String: String]) async -> [Capability] {
        let set = try? await WorkerSet(helpers: HelperPrograms(environment: environment))
        return (set?.broken ?? []).map { broken in
            Capability(
                "a worker", isAvailable: false, broken.reason,
                advice: "install what it lacks, or build it again with 'make build'")
        }
    }

    /// What distorts measurements without stopping them.
    private static func pitfalls() -> [Capability] {
        let facts = MachineFacts()
        var found: [Capability] = []
        if facts.hugePages == "always" {
            found.append(
                Capability(
                    "huge pages", isAvailable: false, "always: a byte may cost 2 MiB of RSS",
                    advice: "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled"))
        }
        if let swap = facts.swapBytes, swap > 0 {
            found.append(
                Capability(
                    "swap", isAvailable: false,
                    "\(ByteCount(swap)): what is swapped out is not in RSS",
                    advice: "swapoff -a while measuring, or --require-enforcement cgroup, which"
                        + " caps it"))
        }
        return found
    }
}

/// $TMPDIR, or /tmp.
package func environmentTemporaryFolder() -> String {
    currentEnvironment()["TMPDIR"] ?? "/tmp"
}
