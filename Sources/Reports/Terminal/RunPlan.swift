/// What a run is going to do, counted before its first trial.
public struct RunPlan: Hashable, Sendable {
    /// One scenario's share of a plan.
    public struct Part: Hashable, Sendable {
        /// The scenario's name.
        public var scenario: String
        /// Strategies × scales × parameters.
        public var cells: Int
        /// Measured trials.
        public var measured: Int
        /// Floor trials.
        public var floor: Int
        /// More measured trials, if no cell were decided by those that are planned.
        public var extraAtMost: Int
        /// Runs that verify break points, if every strategy has one.
        public var edgesAtMost = 0
        /// Need trials, if every cell went over its budget.
        public var needAtMost: Int

        /// Makes a part.
        public init(
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
    public struct Absence: Hashable, Sendable {
        /// The scenario's name.
        public var scenario: String
        /// The strategy's name.
        public var strategy: String
        /// Why it can't run.
        public var reason: String

        /// Makes an absence.
        public init(scenario: String, strategy: String, reason: String) {
            self.scenario = scenario
            self.strategy = strategy
            self.reason = reason
        }
    }

    /// How long a run takes.
    public struct Time: Hashable, Sendable {
        /// The sum of what is known.
        public var duration: Duration
        /// Whether there are parts of which nothing is known.
        public var isLowerBound: Bool

        /// Makes a time.
        public init(duration: Duration, isLowerBound: Bool = false) {
            self.duration = duration
            self.isLowerBound = isLowerBound
        }
    }

    /// In the order they are run.
    public var parts: [Part]
    /// What is not run, though it was asked for; empty unless set.
    public var unavailable: [Absence] = []
    /// Trials of an interrupted run that need not be repeated.
    public var alreadyDone = 0
    /// What generating the datasets writes; 0 if they are all there.
    public var datasetBytes = 0
    /// The largest that a trial's folder gets; nil if that is not known.
    public var resultBytes: Int?
    /// What data takes in a database server of the run's own; 0 without one.
    public var servedBytes = 0
    /// Room on the fuller of the disks of datasets and run; nil if it could not be read.
    public var freeBytes: Int?
    /// How long it may take; nil if nothing is known of these cells yet.
    public var time: Time?
    /// Where the run is kept.
    public var runDirectory: String

    /// Makes a plan of which nothing but the trials is known.
    public init(parts: [Part], runDirectory: String) {
        self.parts = parts
        self.runDirectory = runDirectory
    }
}
