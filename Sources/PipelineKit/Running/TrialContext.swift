/// Everything a strategy gets for one run.
package struct TrialContext: Sendable {
    /// Path of the input; readable when the run starts.
    package let input: String
    /// Path of an earlier run's result, to be copied and updated; nil for a job that starts anew.
    package let previous: String?
    /// Path to write the result to; nothing is there yet. Side files go beside it.
    package let output: String
    /// Path where a server places its ``ClientOrder`` once it listens; nil if nobody waits for it,
    /// and then any client will do.
    package let clientOrder: String?
    /// One of the pipeline's dataset kinds.
    package let datasetKind: String
    /// How many units the input holds; nil if not known.
    package let units: Int?
    /// The checked value of every parameter.
    package let settings: Settings
    /// Where to say how far the job is.
    package let progress: TrialProgress
    /// The rejected units; they are counted in `progress` too.
    package let rejected: RejectedUnits

    /// Assembles a context.
    package init(
        input: String, previous: String? = nil, output: String, clientOrder: String? = nil,
        datasetKind: String, units: Int? = nil, settings: Settings, progress: TrialProgress
    ) {
        self.input = input
        self.previous = previous
        self.output = output
        self.clientOrder = clientOrder
        self.datasetKind = datasetKind
        self.units = units
        self.settings = settings
        self.progress = progress
        self.rejected = RejectedUnits(path: output + ".rejected.jsonl", progress: progress)
    }
}
