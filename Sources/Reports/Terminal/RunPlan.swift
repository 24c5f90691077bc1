/// What a run is going to do, counted before its first trial.
package struct RunPlan: Hashable, Sendable {
    /// One scenario's share of a plan.
    package struct Part: Hashable, Sendable {
        /// The scenario's name.
        package var scenario: String
        /// Strategies × scales × parameters.
        package var cells: Int
        /// Measured trials.
        package var measured: Int
        /// Floor trials.
        package var floor: Int
        /// More measured trials, if no cell were decided by those that are planned.
        package var extraAtMost: Int
        /// Runs that verify break points, if every strategy has one.
        package var edgesAtMost = 0
        /// Profiled trials, if every cell that may be profiled is.
        package var profiledAtMost = 0
        /// Need trials, if every cell went over its budget.
        package var needAtMost: Int

        /// Makes a part.
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

    /// A strategy that was selected and can't run here.
    package struct Absence: Hashable, Sendable {
        /// The scenario's name.
        package var scenario: String
        /// The strategy's name.
        package var strategy: String
        /// Why it can't run.
        package var reason: String

        /// Makes an absence.
        package init(scenario: String, strategy: String, reason: String) {
            self.scenario = scenario
            self.strategy = strategy
            self.reason = reason
        }
    }

    /// How long a run takes.
    package struct Time: Hashable, Sendable {
        /// The sum of what is known.
        package var duration: Duration
        /// Whether there are parts of which nothing is known.
        package var isLowerBound: Bool

        /// Makes a time.
        package init(duration: Duration, isLowerBound: Bool = false) {
            self.duration = duration
            self.isLowerBound = isLowerBound
        }
    }

    /// In the order they are run.
    package var parts: [Part]
    /// What is not run, though it was asked for; empty unless set.
    package var unavailable: [Absence] = []
    /// Trials of an interrupted run that need not be repeated.
    package var alreadyDone = 0
    /// What generating the datasets writes; 0 if they are all there.
    package var datasetBytes = 0
    /// The datasets to make whose size only the command that makes them knows.
    package var unsizedDatasetCount = 0
    /// The largest that a trial's folder gets; nil if that is not known.
    package var resultBytes: Int?
    /// What data takes in a database server of the run's own; 0 without one.
    package var servedBytes = 0
    /// Room on the fuller of the disks of datasets and run; nil if it could not be read.
    package var freeBytes: Int?
    /// How long it may take; nil if nothing is known of these cells yet.
    package var time: Time?
    /// Where the run is kept.
    package var runDirectory: String

    /// Makes a plan of which nothing but the trials is known.
    package init(parts: [Part], runDirectory: String) {
        self.parts = parts
        self.runDirectory = runDirectory
    }
}
