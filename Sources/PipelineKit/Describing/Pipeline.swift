package import MemoryBudget

/// A job that a worker can do in several ways, and that can be checked afterwards.
package protocol Pipeline: Sendable {
    /// As scenarios name it, `csv-ingest`.
    var name: String { get }
    /// One line for lists.
    var about: String { get }
    /// What its progress counts, in the plural: `rows`.
    var unit: String { get }
    /// The kinds of dataset it reads.
    var datasetKinds: [String] { get }
    /// Its settings; any other is refused before the job starts.
    var parameters: [Parameter] { get }
    /// The ways to do it.
    var strategies: [any Strategy] { get }
    /// What its folder takes on disk at most, temporary files and logs included, for each byte of
    /// input; nil if nobody knows. A plan asks before the disk is full.
    var outputBytesPerInputByte: Double? { get }

    /// Reads the result of a finished run from the artefact itself, never from what the run said.
    ///
    /// - Throws: ``WorkerError`` if the artefact is missing or broken.
    func verify(_ artefact: Artefact) throws -> VerifiedOutcome
}

extension Pipeline {
    /// Not known, unless a pipeline says otherwise.
    package var outputBytesPerInputByte: Double? { nil }
}

/// One way to do a pipeline's job.
package protocol Strategy: Sendable {
    /// As scenarios name it, `streamed`.
    var name: String { get }
    /// One line for lists.
    var about: String { get }
    /// Why it can't run in this build or on this machine; nil if it can.
    var unavailableReason: String? { get }
    /// About how many units it does in a second on a machine of today; nil if nobody knows. Only for
    /// the plan of a run that was never made here, so a round figure will do.
    var nominalUnitsPerSecond: Double? { get }
    /// Whether it is a server, whose client the harness runs; default false.
    ///
    /// Then the strategy places a ``ClientOrder`` at ``TrialContext/clientOrder`` once it listens.
    var usesClient: Bool { get }
    /// The scale at which that speed is halved, because every page rescans the ones before; nil if the
    /// speed stays about the same.
    var nominalHalvingUnits: Double? { get }
    /// About how many bytes it holds per unit, by which a plan knows whether its budget stops it; nil if
    /// it holds about the same at every scale.
    var nominalBytesPerUnit: Double? { get }

    /// Does the job, in this process: the one whose memory is measured.
    ///
    /// Every unit is either in the output or in ``TrialContext/rejected``.
    /// - Throws: ``WorkerError`` for what a user can mend; anything else counts as internal.
    func run(_ context: TrialContext) async throws
}

extension Strategy {
    /// Available, unless a strategy says otherwise, or needs a client and there is none.
    package var unavailableReason: String? { usesClient ? ClientOrder.unavailableReason : nil }
    /// No server, unless a strategy says otherwise.
    package var usesClient: Bool { false }
    /// Not known, unless a strategy says otherwise.
    package var nominalUnitsPerSecond: Double? { nil }
    /// Steady, unless a strategy says otherwise.
    package var nominalHalvingUnits: Double? { nil }
    /// Constant, unless a strategy says otherwise.
    package var nominalBytesPerUnit: Double? { nil }
}

/// What `verify` looks at: the result and the input that it was made from.
package struct Artefact: Sendable {
    /// Path of the input.
    package let input: String
    /// Path of the result.
    package let output: String
    /// One of the pipeline's dataset kinds.
    package let datasetKind: String
    /// What the run was told, checked: it may change what is right.
    package let settings: Settings

    /// Names an artefact.
    package init(input: String, output: String, datasetKind: String, settings: Settings) {
        self.input = input
        self.output = output
        self.datasetKind = datasetKind
        self.settings = settings
    }
}
