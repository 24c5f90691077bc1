import ArgumentParser
import Bench
import MemoryBudget

/// Which cells of a scenario are measured, and how often.
struct SelectOptions: ParsableArguments {
    @Option(
        name: .customLong("strategy"),
        help: ArgumentHelp(
            "Measure this strategy; repeatable (default: those that run by default).",
            valueName: "name"))
    var strategies: [String] = []

    @Option(
        name: .customLong("scale"),
        help: ArgumentHelp(
            "Measure this scale, such as 20k; repeatable (default: the scenario's).",
            valueName: "n"), transform: parseInputScale)
    var scales: [Scale] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set a parameter; repeatable, also for several values (default: the scenario's).",
            valueName: "name=value"), transform: parseSetting)
    var settings: [Setting] = []

    @Flag(name: .customLong("all"), help: "Include strategies that don't run by default.")
    var includesAll = false

    @Option(
        help: ArgumentHelp(
            "Measured trials per cell, 1 to 1000 (default: the scenario's, usually 3).",
            valueName: "n"), transform: parseTrials)
    var trials: Int?

    @Option(
        help: ArgumentHelp(
            "Seed of the data and of the order of trials (default: the scenario's, usually 42).",
            valueName: "n"), transform: parseSeed)
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            """
            Measure one part of the run, such as 2/3; 'membudget merge' joins the parts (default: \
            the whole run).
            """, valueName: "i/n"), transform: parseShard)
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Stop starting trials after this long; the rest is unmeasured (default: no limit).",
            valueName: "time"), transform: parseTime)
    var timeLimit: Duration?

    @Flag(
        name: .customLong("verify-break-point"),
        help: "Also run each strategy just below and above the scale at which it breaks.")
    var verifiesBreakPoints = false

    /// The cells that are measured, and how often.
    var selection: Selection {
        var selection = Selection()
        selection.strategies = strategies
        selection.scales = scales
        selection.settings = settings
        selection.all = includesAll
        selection.trials = trials
        selection.seed = seed
        selection.verifyBreakPoint = verifiesBreakPoints
        return selection
    }
}
