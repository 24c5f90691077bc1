import ArgumentParser
import Bench
import MemoryBudget

/// What every measuring command understands.
struct MeasureOptions: ParsableArguments {
    @Option(help: "The inclusive limit, such as 64MiB.", transform: parseSize)
    var budget: ByteCount?

    @Option(
        help: """
            The metric that the budget limits; container is what a cgroup charges, page cache \
            included, and needs --enforce cgroup or auto.
            """)
    var metric: Metric?

    @Option(help: "How the budget is enforced (default: auto).")
    var enforce: Enforcement?

    @Option(help: "Fail with status 69 (run: 125) unless this enforcement is in force.")
    var requireEnforcement: Enforcement?

    @Option(help: "How long one trial may take, such as 60s.", transform: parseTime)
    var timeout: Duration?

    @Option(
        help: "Pin each trial to this many CPUs; on fewer, peak readings are more accurate.",
        transform: transform { (text) throws(QuantityError) in
            try WholeNumber.parse(text, in: 1...4096)
        })
    var cpus: Int?

    @Option(help: "The measured command's allocator.")
    var allocator: Allocator?

    @Flag(
        name: .customLong("take-cgroup"),
        help: """
            Where other processes share our cgroup (version 2), move them to a group below it \
            meanwhile, so that trials can have a limit.
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
