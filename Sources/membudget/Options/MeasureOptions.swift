import ArgumentParser
import Bench
import MemoryBudget

/// The options of every measuring command, with the help for one kind of command.
struct MeasureOptions<Target: MeasuredTarget>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Memory limit, inclusive, such as 64MiB (default: \(Target.defaults.budget)).",
            valueName: "size", visibility: Target.defaults.takesBudget ? .default : .hidden),
        transform: parseBudget)
    var budget: ByteCount?

    @Option(
        help: ArgumentHelp(
            """
            Metric that the budget limits: \(Target.defaults.metrics.list). \
            \(Target.defaults.metricMeanings)peak-tree adds up all processes, and container is \
            what the kernel charges to a cgroup, page cache included; it needs --enforce cgroup \
            or auto. (default: \(Target.defaults.metric))
            """, valueName: "metric"), completion: Target.defaults.metrics.completion,
        transform: metricChoice.parse)
    var metric: Metric?

    @Option(
        help: ArgumentHelp(
            """
            Mechanism that enforces the budget: \(Target.defaults.enforcements.list). \
            \(Target.defaults.enforcement) (default: auto)
            """, valueName: "kind"), completion: Target.defaults.enforcements.completion,
        transform: enforcementChoice.parse)
    var enforce: Enforcement?

    @Option(
        help: ArgumentHelp(
            """
            Fail with status \(Target.defaults.unavailableStatus) unless this mechanism enforces \
            the budget (default: any).
            """, valueName: "kind"), completion: enforcementChoice.completion,
        transform: enforcementChoice.parse)
    var requireEnforcement: Enforcement?

    @Option(
        help: ArgumentHelp(
            """
            Maximum time per trial, such as 60s; longer trials are stopped (default: \
            \(Target.defaults.timeout)).
            """, valueName: "time"), transform: parseTime)
    var timeout: Duration?

    @Option(
        help: ArgumentHelp(
            """
            Number of CPUs to pin each trial to; with fewer, peaks are more accurate (default: \
            \(Target.defaults.cpus)).
            """, valueName: "n"), transform: parseProcessors)
    var cpus: Int?

    @Option(
        help: ArgumentHelp(
            """
            Allocator of the measured command: \(allocatorChoice.list) (default: \
            \(Target.defaults.allocator)).
            """, valueName: "kind"), completion: allocatorChoice.completion,
        transform: allocatorChoice.parse)
    var allocator: Allocator?

    @Flag(
        name: .customLong("take-cgroup"),
        help: """
            During the run, move the other processes out of membudget's own cgroup (version 2), \
            into a child group. Without this, trials can't have a cgroup limit while other \
            processes are in that cgroup.
            """)
    var takesCgroup = false

    @Flag(name: .customLong("no-ptrace"), help: "Don't trace; peaks are then lower bounds.")
    var isUntraced = false

    @Flag(help: ArgumentHelp(Target.defaults.quiet))
    var quiet = false

    func validate() throws {
        guard takesCgroup, !mayUseCgroup else { return }
        throw ValidationError("--take-cgroup needs --enforce auto or cgroup")
    }

    /// Whether a trial may run under a cgroup's limit.
    var mayUseCgroup: Bool {
        let request = enforce ?? .auto
        // A limit on charged memory can't enforce a budget of live bytes.
        return request == .cgroup || requireEnforcement == .cgroup
            || (request == .auto && metric != .peakLive)
    }

    /// The conditions that trials are measured under.
    var settings: MeasurementSettings {
        var settings = MeasurementSettings()
        settings.budget = budget
        settings.metric = metric
        settings.enforce = enforce ?? .auto
        settings.requireEnforcement = requireEnforcement
        settings.timeout = timeout
        settings.cpus = cpus
        settings.allocator = allocator
        settings.ptrace = !isUntraced
        return settings
    }
}
