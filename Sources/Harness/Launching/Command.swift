package import MemoryBudget

/// A command to measure: its arguments, environment, folder and standard descriptors.
///
/// ```swift
/// let command = Command(["/bin/sort", "input.txt"], environment: ["LC_ALL": "C"], output: .null)
/// ```
package struct Command: Sendable {
    /// The program and its arguments; the program is looked up in the command's own `PATH`.
    package var arguments: [String]
    /// The same arguments byte for byte, if they are not all UTF-8; otherwise `nil`.
    package var exactArguments: [[UInt8]]?
    /// The whole environment; a variable with its inherited value is passed on byte for byte.
    package var environment: [String: String]
    /// The folder that the command starts in; `nil` for the current one.
    package var workingDirectory: String?
    /// The source of standard input.
    package var input: Descriptor
    /// The target of standard output.
    package var output: Descriptor
    /// The target of standard error; with `.captured`, its end is kept for the report.
    package var error: Descriptor
    /// Whether the command leads a process group of its own, so a terminal's interrupt misses it.
    package var leadsProcessGroup: Bool

    /// Creates a command. By default, its output is discarded and the end of its errors is kept.
    package init(
        _ arguments: [String], environment: [String: String], workingDirectory: String? = nil,
        input: Descriptor = .null, output: Descriptor = .null, error: Descriptor = .captured,
        leadsProcessGroup: Bool = true
    ) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.output = output
        self.error = error
        self.leadsProcessGroup = leadsProcessGroup
    }

    /// The target of one of the command's standard descriptors.
    package enum Descriptor: Sendable {
        /// `/dev/null`.
        case null
        /// The harness's own descriptor.
        case inherited
        /// The harness, which keeps the last 256 KiB.
        case captured
    }
}

/// The limits that a trial runs under.
///
/// ```swift
/// let limits = TrialLimits(enforcement: .watchdog, timeout: .seconds(60))
/// ```
package struct TrialLimits: Sendable {
    /// The budget; `nil` only measures.
    package var budget: Budget?
    /// Whether the metric follows the tree: peak RSS until a second process appears, then the
    /// tree's peak. Default false.
    package var followsTree: Bool
    /// Whether the budget is a ceiling for the whole tree, as in a need trial. Default `false`.
    package var isCeiling = false
    /// The way the budget is enforced; default `auto`.
    package var enforcement: Enforcement
    /// The enforcement that must be in force, or the trial fails before it starts; default `nil`.
    package var requiredEnforcement: Enforcement?
    /// The time that the command may take; `nil` for no timeout.
    package var timeout: Duration?
    /// Whether the tree is traced; otherwise, peaks are lower bounds. Default `true`.
    package var traces: Bool
    /// The number of processors that the command may run on; `nil`, the default, for all available.
    package var processorCount: Int?
    /// The memory that a profiler adds to each process, in bytes, for which a backstop leaves room;
    /// default 0.
    var profilerBytes = 0

    package init(
        budget: Budget? = nil, followsTree: Bool = false, enforcement: Enforcement = .auto,
        requiredEnforcement: Enforcement? = nil, timeout: Duration? = nil, traces: Bool = true,
        processorCount: Int? = nil
    ) {
        self.budget = budget
        self.followsTree = followsTree
        self.enforcement = enforcement
        self.requiredEnforcement = requiredEnforcement
        self.timeout = timeout
        self.traces = traces
        self.processorCount = processorCount
    }

    /// The time that a command around a trial, such as the check of its result, may take: as long
    /// as the trial itself, or 10 minutes if the trial has no timeout.
    var helperTimeout: Duration { timeout ?? .seconds(600) }
}
