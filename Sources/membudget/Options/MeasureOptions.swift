import ArgumentParser
import Bench
import MemoryBudget

/// What every measuring command understands.
struct MeasureOptions: ParsableArguments {
    @Option(help: "The inclusive limit, such as 64MiB.", transform: parseSize)
    var budget: ByteCount?

    @Option(help: "What the budget is about.")
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

    @Option(
        help: "Profiled trials: bytes allocated between two samples, such as 256KiB.",
        transform: parseSize)
    var sampleInterval: ByteCount?

    @Flag(name: .customLong("no-ptrace"), help: "Don't trace; peaks are then lower bounds.")
    var isUntraced = false

    @Flag(
        name: .customLong("no-need"),
        help: "bench: no trial without budget for cells that went over.")
    var skipsNeed = false

    @Flag(
        name: .customLong("no-autopsy"),
        help: "bench: no profiled trial for cells that went over.")
    var skipsAutopsy = false

    @Flag(help: "Print no progress, and no summary of a command that ended by itself.")
    var quiet = false

    func validate() throws {
        guard (1024...1 << 40).contains(sampleInterval?.bytes ?? 1024) else {
            throw ValidationError("--sample-interval takes 1KiB to 1TiB")
        }
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
        settings.need = !skipsNeed
        settings.autopsy = !skipsAutopsy
        settings.sampleInterval = sampleInterval
        return settings
    }
}
