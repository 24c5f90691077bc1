import ArgumentParser
import Bench
import MemoryBudget

/// Which cells of a scenario are measured, and how often.
struct SelectOptions: ParsableArguments {
    @Option(name: .customLong("strategy"), help: "Only this strategy; may be repeated.")
    var strategies: [String] = []

    @Option(
        name: .customLong("scale"), help: "At this scale, such as 20k; may be repeated.",
        transform: parseScale)
    var scales: [Scale] = []

    @Option(
        name: .customLong("set"),
        help: "A parameter's value (NAME=VALUE); repeated: several values.")
    var settings: [Setting] = []

    @Flag(name: .customLong("all"), help: "Also strategies that don't run by default.")
    var includesAll = false

    @Option(help: "Measured trials a cell, 1 to 1000.", transform: parseTrials)
    var trials: Int?

    @Option(help: "Seeds the data and the order of trials.", transform: parseSeed)
    var seed: UInt64?

    @Option(
        help: "Only this part of the run, such as 2/3; 'membudget merge' joins the parts.",
        transform: parseShard)
    var shard: Shard?

    @Option(
        help: "Start no further trial after this time; what is missing is unmeasured.",
        transform: parseTime)
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
