/// The inputs and outputs of a strategy's run.
package struct TrialContext: Sendable {
    /// The path of the input, which is readable when the run starts.
    package let input: String
    /// The path of an earlier run's result, to be copied and updated; `nil` for a job that starts
    /// anew.
    package let previous: String?
    /// The path of the result, which doesn't exist yet. Side files go beside it.
    package let output: String
    /// The path where a server places its ``ClientOrder`` once it listens; `nil` if nobody waits
    /// for it, in which case any client may connect.
    package let clientOrder: String?
    /// One of the pipeline's dataset kinds.
    package let datasetKind: String
    /// The number of units in the input; `nil` if unknown.
    package let units: Int?
    /// The checked values of the parameters.
    package let settings: Settings
    /// The progress to update.
    package let progress: TrialProgress
    /// The rejected units, which are also counted in `progress`.
    package let rejected: RejectedUnits

    /// Creates a context.
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
