/// The work of a run, counted before its first trial.
///
/// ```swift
/// let part = RunPlan.Part(scenario: "csv-ingest", cells: 6, measured: 18, floor: 3)
/// var plan = RunPlan(parts: [part], runDirectory: "runs/a")
/// plan.time = RunPlan.Time(duration: .seconds(45))
/// ```
package struct RunPlan: Hashable, Sendable {
    /// The part of a plan that belongs to one scenario.
    package struct Part: Hashable, Sendable {
        /// The scenario's name.
        package var scenario: String
        /// The number of cells: strategies × scales × parameters.
        package var cells: Int
        /// The number of measured trials.
        package var measured: Int
        /// The number of floor trials.
        package var floor: Int
        /// The maximum number of extra measured trials, if the planned ones decide no cell.
        package var extraAtMost: Int
        /// The maximum number of runs that verify break points.
        package var edgesAtMost = 0
        /// The maximum number of profiled trials.
        package var profiledAtMost = 0
        /// The maximum number of trials without a budget, if every cell goes over.
        package var needAtMost: Int

        /// Creates a part.
        package init(
            scenario: String, cells: Int, measured: Int, floor: Int, extraAtMost: Int = 0,
            needAtMost: Int = 0
        ) {
            self.scenario = scenario
            self.cells = cells
            self.measured = measured
            self.floor = floor
            self.extraAtMost = extraAtMost
            self.needAtMost = needAtMost
        }
    }

    /// A selected strategy that can't run on this machine.
    package struct Absence: Hashable, Sendable {
        /// The scenario's name.
        package var scenario: String
        /// The strategy's name.
        package var strategy: String
        /// The reason that it can't run.
        package var reason: String

        /// Creates an absence.
        package init(scenario: String, strategy: String, reason: String) {
            self.scenario = scenario
            self.strategy = strategy
            self.reason = reason
        }
    }

    /// The estimated duration of a run.
    package struct Time: Hashable, Sendable {
        /// The sum of the known durations.
        package var duration: Duration
        /// Whether some parts have an unknown duration.
        package var isLowerBound: Bool

        /// Creates an estimate.
        package init(duration: Duration, isLowerBound: Bool = false) {
            self.duration = duration
            self.isLowerBound = isLowerBound
        }
    }

    /// The parts in the order in which they run.
    package var parts: [Part]
    /// The selected strategies that are not run; empty by default.
    package var unavailable: [Absence] = []
    /// The number of trials of an interrupted run that need not be repeated.
    package var alreadyDone = 0
    /// The size of the datasets to generate, in bytes; 0 if all are cached.
    package var datasetBytes = 0
    /// The number of datasets to generate whose size is unknown beforehand.
    package var unsizedDatasetCount = 0
    /// The maximum size of a trial's folder, in bytes; `nil` if unknown.
    package var resultBytes: Int?
    /// The size of the data in the run's own database server, in bytes; 0 without one.
    package var servedBytes = 0
    /// The free space, in bytes, on the fuller disk of datasets and run; `nil` if it can't be read.
    package var freeBytes: Int?
    /// The estimated duration; `nil` if nothing is known about these cells yet.
    package var time: Time?
    /// The path of the run's folder.
    package var runDirectory: String

    /// Creates a plan with only its trials and folder.
    package init(parts: [Part], runDirectory: String) {
        self.parts = parts
        self.runDirectory = runDirectory
    }
}
