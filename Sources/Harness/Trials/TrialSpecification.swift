package import HeapProfile
package import MemoryBudget

/// The specification of one trial: its command, its limits, and the labels of its observation.
package struct TrialSpecification: Sendable {
    /// The command to run.
    package var command: Command
    /// The limits in force.
    package var limits: TrialLimits
    /// The allocator of the command.
    package var allocator: Allocator
    /// The effect of signals to the harness; default `ignore`.
    package var signals: SignalPolicy
    /// An existing folder for the gauge page.
    package var directory: String
    /// The interval at which the agent refreshes its gauges; default 2 ms.
    package var agentInterval: Duration
    /// The scenario's name; empty for a command.
    package var scenario = ""
    /// The strategy's name.
    package var strategy: String
    /// The value of every parameter.
    package var parameters: [String: String] = [:]
    /// The size of the input.
    package var scale: ScaleRecord
    /// The purpose of the trial; default `measured`.
    package var kind: Observation.Kind
    /// The index among the trials of the same kind.
    package var index: Int
    /// The seed of the run.
    package var seed: UInt64
    /// The bytes between two samples of a profiled trial; `nil`, the default, doesn't profile.
    package var sampleInterval: ByteCount?
    /// Whether to read the positions of a process's threads when a signal ends it; default `false`.
    /// In profiled trials, they are always read.
    package var readsStacks: Bool {
        get { asksForStacks || sampleInterval != nil }
        set { asksForStacks = newValue }
    }
    private var asksForStacks = false
    /// Called ten times per second with the trial's progress, on a thread of its own; default
    /// `nil`.
    package var progress: (@Sendable (TrialMoment) -> Void)?

    package init(
        command: Command, limits: TrialLimits = TrialLimits(), allocator: Allocator = .system,
        signals: SignalPolicy = .ignore, directory: String,
        agentInterval: Duration = .milliseconds(2), strategy: String, scale: ScaleRecord,
        kind: Observation.Kind = .measured, index: Int = 0, seed: UInt64 = 0
    ) {
        self.command = command
        self.limits = limits
        self.allocator = allocator
        self.signals = signals
        self.directory = directory
        self.agentInterval = agentInterval
        self.strategy = strategy
        self.scale = scale
        self.kind = kind
        self.index = index
        self.seed = seed
    }
}

/// The positions of a process's threads when a signal ended it.
package struct ProcessEnd: Sendable {
    /// The process ID.
    package let processID: Int
    /// The threads, the main one first; empty if nothing could be read.
    package let threads: [NamedThread]
}

/// The results of a trial: the observation, and its readings over time.
package struct TrialReport: Sendable {
    /// The figures and the outcome.
    package var observation: Observation
    /// The bounded series of samples.
    package var series: Series
    /// The signal that asked the harness to stop, if it ended the trial.
    package var interruptedBy: Int32?
    /// The holders of memory; `nil` unless the trial was profiled and a process loaded the sampler.
    package var heap: HeapProfile?
    /// The positions of the command's threads when a signal ended it; `nil` unless requested, and
    /// for profiled trials, whose ``heap`` includes them.
    package var end: ProcessEnd?
    /// The first units that the worker rejected, as one line of JSON each; at most ten.
    package var rejectedLines: [String] = []
    /// The command's standard error, at most the last 256 KiB; empty if the command succeeded.
    package var errorBytes: [UInt8] = []
}
