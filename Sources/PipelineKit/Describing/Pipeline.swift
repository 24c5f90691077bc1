package import MemoryBudget

/// A job that a worker can do with several strategies, and whose result can be verified.
package protocol Pipeline: Sendable {
    /// The name used in scenarios, such as `csv-ingest`.
    var name: String { get }
    /// A one-line description.
    var about: String { get }
    /// The unit of its progress, in the plural: `rows`.
    var unit: String { get }
    /// The kinds of dataset it reads.
    var datasetKinds: [String] { get }
    /// Its settings; others are refused before the job starts.
    var parameters: [Parameter] { get }
    /// The ways to do the job.
    var strategies: [any Strategy] { get }
    /// The maximum disk space in bytes that it takes in its folder per byte of input, including
    /// temporary files and logs; `nil` if unknown. A plan uses it to predict a full disk.
    var outputBytesPerInputByte: Double? { get }

    /// Reads the result of a finished run from the output itself, not from what the run reported.
    ///
    /// - Throws: ``WorkerError`` if the output is missing or damaged.
    func verify(_ artefact: Artefact) throws -> VerifiedOutcome
}

extension Pipeline {
    /// The default: unknown.
    package var outputBytesPerInputByte: Double? { nil }
}

/// A way to do a pipeline's job.
///
/// ```swift
/// struct Idle: Strategy {
///     let name = "idle"
///     let about = "Counts the units without reading them"
///     func run(_ context: TrialContext) async throws {
///         context.progress.advance(context.units ?? 0)
///     }
/// }
/// ```
package protocol Strategy: Sendable {
    /// The name used in scenarios, such as `streamed`.
    var name: String { get }
    /// A one-line description.
    var about: String { get }
    /// The reason why it can't run in this build or on this machine; `nil` if it can.
    var unavailableReason: String? { get }
    /// The approximate speed on a current machine, in units per second; `nil` if unknown. It is
    /// only used to plan the first run on a machine, so a round figure is enough.
    var nominalUnitsPerSecond: Double? { get }
    /// Whether it is a server, whose client the harness runs; false by default.
    ///
    /// Such a strategy places a ``ClientOrder`` at ``TrialContext/clientOrder`` once it listens.
    var usesClient: Bool { get }
    /// The scale at which the speed is halved because every page rescans earlier ones; `nil` if the
    /// speed is about constant.
    var nominalHalvingUnits: Double? { get }
    /// The approximate memory it needs per unit, in bytes; `nil` if memory is about constant.
    ///
    /// A plan uses it to predict if the budget stops the strategy.
    var nominalBytesPerUnit: Double? { get }

    /// Does the job in this process, whose memory is measured.
    ///
    /// Every unit must end up either in the output or in ``TrialContext/rejected``.
    /// - Throws: ``WorkerError`` for errors that the user can fix; others count as internal errors.
    func run(_ context: TrialContext) async throws
}

extension Strategy {
    /// The default: available, unless it needs a client and there is none.
    package var unavailableReason: String? { usesClient ? ClientOrder.unavailableReason : nil }
    /// The default: not a server.
    package var usesClient: Bool { false }
    /// The default: unknown.
    package var nominalUnitsPerSecond: Double? { nil }
    /// The default: constant speed.
    package var nominalHalvingUnits: Double? { nil }
    /// The default: constant memory.
    package var nominalBytesPerUnit: Double? { nil }
}

/// The result to verify, and the input it was made from.
package struct Artefact: Sendable {
    /// The path of the input.
    package let input: String
    /// The path of the result.
    package let output: String
    /// One of the pipeline's dataset kinds.
    package let datasetKind: String
    /// The checked settings of the run, which may affect the correct result.
    package let settings: Settings

    /// Creates an artefact.
    package init(input: String, output: String, datasetKind: String, settings: Settings) {
        self.input = input
        self.output = output
        self.datasetKind = datasetKind
        self.settings = settings
    }
}
