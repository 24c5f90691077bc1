import ArgumentParser
import Bench
import MemoryBudget

/// The cells of a scenario to measure, and the number of trials.
struct SelectOptions: ParsableArguments {
    @Option(
        name: .customLong("strategy"),
        help: ArgumentHelp(
            "Measure this strategy; repeatable (default: all that the scenario runs by default).",
            valueName: "name"))
    var strategies: [String] = []

    @Option(
        name: .customLong("scale"),
        help: ArgumentHelp(
            "Measure this input size, such as 20k; repeatable (default: the scenario's scales).",
            valueName: "n"), transform: parseInputScale)
    var scales: [Scale] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            """
            Set a parameter; repeat it for other parameters, or for more values of one (default: \
            the scenario's).
            """, valueName: "name=value"), transform: parseSetting)
    var settings: [Setting] = []

    @Flag(
        name: .customLong("all"),
        help: "Also measure strategies that the scenario doesn't run by default.")
    var includesAll = false

    @Option(
        help: ArgumentHelp(
            "Measured trials per cell, 1 to 1000 (default: the scenario's, usually 3).",
            valueName: "n"), transform: parseTrials)
    var trials: Int?

    @Option(
        help: ArgumentHelp(
            """
            Seed of generated data and of the order of trials (default: the scenario's, \
            usually 42).
            """,
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
            """
            Start no more trials after this long, such as 30m; the rest is unmeasured (default: \
            no limit).
            """, valueName: "time"), transform: parseTime)
    var timeLimit: Duration?

    @Flag(
        name: .customLong("verify-break-point"),
        help: "Also run each strategy just below and above its break point.")
    var verifiesBreakPoints = false

    /// The cells to measure, and the number of trials.
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
