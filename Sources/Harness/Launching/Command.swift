package import MemoryBudget

/// A command to be measured: what, with what, and where its descriptors go.
package struct Command: Sendable {
    /// Program and arguments; the program is looked up in the command's own PATH.
    package var arguments: [String]
    /// The same, byte for byte, where they are not all UTF-8; nil where they are.
    package var exactArguments: [[UInt8]]?
    /// The whole environment; a variable that is as it was inherited is handed on byte for byte.
    package var environment: [String: String]
    /// Where it starts; nil stays.
    package var workingDirectory: String?
    /// Standard input.
    package var input: Descriptor
    /// Standard output.
    package var output: Descriptor
    /// Standard error; with `.captured` its end is kept for the report.
    package var error: Descriptor
    /// Whether it leads a process group of its own, so that a terminal's interrupt misses it.
    package var leadsProcessGroup: Bool

    /// Makes a command; by default its output goes nowhere and the end of its errors is kept.
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

    /// Where a standard descriptor of the command goes.
    package enum Descriptor: Sendable {
        /// To /dev/null.
        case null
        /// To wherever ours goes.
        case inherited
        /// To the harness, which keeps the last 8 KiB.
        case captured
    }
}

/// What a trial runs under.
package struct TrialLimits: Sendable {
    /// The budget; nil measures only.
    package var budget: Budget?
    /// Whether the metric follows the tree: peak RSS until a second process appears, then the
    /// tree's peak. Default false.
    package var followsTree: Bool
    /// Whether the budget is a ceiling for the whole tree, as that of a need trial. Default false.
    package var isCeiling = false
    /// How the budget is enforced; default `auto`.
    package var enforcement: Enforcement
    /// What must be in force, or the trial fails before it starts; default nil.
    package var requiredEnforcement: Enforcement?
    /// How long the command may take; nil waits for ever.
    package var timeout: Duration?
    /// Whether the tree is traced; without it peaks are lower bounds. Default true.
    package var traces: Bool
    /// The number of processors the command may run on; default nil, all that we may.
    package var processorCount: Int?

    /// Makes limits.
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

    /// The time that a command of the scenario may take beside a trial, such as the check of its result:
    /// as long as the trial itself, or 10 minutes where that has no timeout.
    var helperTimeout: Duration { timeout ?? .seconds(600) }
}
