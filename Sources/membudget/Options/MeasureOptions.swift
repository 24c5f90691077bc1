import ArgumentParser
import Bench
import MemoryBudget

/// What every measuring command understands.
struct MeasureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Inclusive memory limit, such as 64MiB (default: the scenario's; run: none).",
            valueName: "size"), transform: parseSize)
    var budget: ByteCount?

    @Option(
        help: ArgumentHelp(
            """
            Metric the budget limits: \(metricChoice.list). container is what a cgroup charges, page \
            cache included, and needs --enforce cgroup or auto. (default: the scenario's; otherwise \
            peak-rss, or container with --enforce cgroup)
            """, valueName: "metric"), completion: metricChoice.completion,
        transform: metricChoice.parse)
    var metric: Metric?

    @Option(
        help: ArgumentHelp(
            "How to enforce the budget: \(enforcementChoice.list) (default: auto).",
            valueName: "kind"), completion: enforcementChoice.completion,
        transform: enforcementChoice.parse)
    var enforce: Enforcement?

    @Option(
        help: ArgumentHelp(
            "Fail with status 69 (run: 125) unless this enforcement is in force (default: none).",
            valueName: "kind"), completion: enforcementChoice.completion,
        transform: enforcementChoice.parse)
    var requireEnforcement: Enforcement?

    @Option(
        help: ArgumentHelp(
            "Longest time one trial may take, such as 60s (default: the scenario's; run: none).",
            valueName: "time"), transform: parseTime)
    var timeout: Duration?

    @Option(
        help: ArgumentHelp(
            """
            Pin each trial to this many CPUs; on fewer, peak readings are more accurate (default: the \
            scenario's; run: all).
            """, valueName: "n"), transform: parseProcessors)
    var cpus: Int?

    @Option(
        help: ArgumentHelp(
            """
            Allocator of the measured command: \(allocatorChoice.list) (default: the scenario's; run: \
            system).
            """, valueName: "kind"), completion: allocatorChoice.completion,
        transform: allocatorChoice.parse)
    var allocator: Allocator?

    @Flag(
        name: .customLong("take-cgroup"),
        help: """
            If other processes share membudget's cgroup (version 2), move them to a group below it \
            during the run, so that trials can have a limit.
            """)
    var takesCgroup = false

    @Flag(name: .customLong("no-ptrace"), help: "Don't trace; peaks are then lower bounds.")
    var isUntraced = false

    @Flag(help: "Print no progress, and no summary of a command that ended by itself.")
    var quiet = false

    func validate() throws {
        guard takesCgroup, !mayUseCgroup else { return }
        throw ValidationError("--take-cgroup is for --enforce auto and cgroup")
    }

    /// Whether a trial may run under a cgroup's limit.
    var mayUseCgroup: Bool {
        let request = enforce ?? .auto
        // A limit on the whole says nothing of live bytes.
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
