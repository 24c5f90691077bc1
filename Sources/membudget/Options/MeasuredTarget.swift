import Harness
import MemoryBudget

/// A kind of command that measures: what its options refer to, and their defaults in help texts.
protocol MeasuredTarget {
    /// The texts of the defaults.
    static var defaults: MeasureDefaults { get }
}

/// The defaults of the options of a measuring command, as its help describes them.
struct MeasureDefaults {
    var budget = "the scenario's"
    /// Whether `--budget` is shown; a search for a budget doesn't take one.
    var takesBudget = true
    var metric = "the scenario's, or else peak-rss; with --enforce cgroup, container"
    /// The metrics that the command accepts.
    var metrics = metricChoice
    /// The meanings of the metrics that only some commands accept.
    var metricMeanings =
        "peak-anon leaves out memory mapped from files, peak-live counts allocated bytes, "
    /// The enforcements that the command accepts.
    var enforcements = enforcementChoice
    /// The meaning of `--enforce auto`.
    var enforcement =
        "The watchdog reads the memory and stops the process; auto also sets a cgroup limit if"
        + " possible."
    /// The exit status if a required mechanism is unavailable.
    var unavailableStatus = 69
    var timeout = "the scenario's"
    var cpus = "the scenario's"
    var allocator = "the scenario's"
    /// The help of `--quiet`.
    var quiet = "Print no progress."
}

/// A single command, measured by `run`.
enum CommandTarget: MeasuredTarget {
    static let defaults = MeasureDefaults(
        budget: "none", metric: "see above", unavailableStatus: 125, timeout: "none", cpus: "all",
        allocator: "system", quiet: "Print no summary if the command ended by itself.")
}

/// The cells of scenarios, measured by `bench`, `gate` and `limit`.
enum ScenarioTarget: MeasuredTarget {
    static let defaults = MeasureDefaults()
}

/// A strategy whose sufficient budget is unknown, measured by `need`.
enum BudgetTarget: MeasuredTarget {
    static let defaults = MeasureDefaults(
        takesBudget: false,
        metric: "container if the kernel can limit memory, or else peak-rss",
        enforcements: Choice(
            "enforcement", of: [.auto, .cgroup, .watchdog], word: \.rawValue),
        enforcement: "auto uses a cgroup for the container metric, and the watchdog for others.")
}

/// A job whose limit on a platform is unknown, measured by `size`.
enum PlatformTarget: MeasuredTarget {
    static let defaults: MeasureDefaults = {
        var defaults = BudgetTarget.defaults
        defaults.metrics = Choice(
            "metric", of: [.peakRSS, .peakTree, .container], word: \.rawValue)
        defaults.metricMeanings = ""
        return defaults
    }()
}
