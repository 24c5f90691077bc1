package import HeapProfile
package import MemoryBudget

/// One trial to be run: the command, its limits, and what its observation is labelled with.
package struct TrialSpecification: Sendable {
    /// What is run.
    package var command: Command
    /// What it runs under.
    package var limits: TrialLimits
    /// What it allocates with.
    package var allocator: Allocator
    /// What signals to the harness mean; default `ignore`.
    package var signals: SignalPolicy
    /// An existing folder for the gauge page.
    package var directory: String
    /// How often the agent refreshes its gauges; default 2 ms.
    package var agentInterval: Duration
    /// The scenario's name; empty for a command.
    package var scenario = ""
    /// The strategy's name.
    package var strategy: String
    /// The chosen value of every parameter.
    package var parameters: [String: String] = [:]
    /// The size of the input.
    package var scale: ScaleRecord
    /// Why it is run; default `measured`.
    package var kind: Observation.Kind
    /// Its number among its kind.
    package var index: Int
    /// The seed of the run.
    package var seed: UInt64
    /// Bytes that are allocated between two samples of a profiled trial; nil, the default, profiles nothing.
    package var sampleInterval: ByteCount?
    /// Whether to read where the threads of a process were that a signal ended; default false. Of a
    /// profiled trial they are always read.
    package var readsStacks: Bool {
        get { asksForStacks || sampleInterval != nil }
        set { asksForStacks = newValue }
    }
    private var asksForStacks = false
    /// Told ten times a second how far the trial is, on a thread of its own; default nil.
    package var progress: (@Sendable (TrialMoment) -> Void)?

    /// Makes a specification.
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

/// Where the threads of a process were when a signal ended it.
package struct ProcessEnd: Sendable {
    /// The process.
    package let processID: Int
    /// The main thread first; empty if nothing could be read.
    package let threads: [NamedThread]
}

/// What a trial gave: the observation, and its readings over time.
package struct TrialReport: Sendable {
    /// The figures and the outcome.
    package var observation: Observation
    /// The bounded series of samples.
    package var series: Series
    /// The signal that asked the harness to stop, if that is what ended the trial.
    package var interruptedBy: Int32?
    /// Who held the memory; nil unless it was asked for, and where no process took the sampler.
    package var heap: HeapProfile?
    /// Where the threads of the command were when a signal ended it; nil unless that was asked for, and
    /// for profiled trials, whose ``heap`` has it.
    package var end: ProcessEnd?
    /// The first units that the worker rejected, a line of JSON each; at most ten.
    package var rejectedLines: [String] = []
    /// The standard error of the command, at most the last MiB; empty if it ended well.
    package var errorBytes: [UInt8] = []
}
