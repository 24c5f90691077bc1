public import MemoryBudget

/// What there is to name in a scenario: pipelines with their strategies, and kinds of dataset.
///
/// Plain values, so that a scenario can be checked without starting a worker.
public struct ScenarioCatalog: Hashable, Sendable {
    /// Every pipeline that some worker knows.
    public var pipelines: [Pipeline]
    /// Whether there can be no other pipeline; false if a worker could not be asked. Default true.
    public var isComplete = true
    /// Every kind that a `dataset` may name.
    public var datasetKinds: [DatasetKind]

    /// Makes a catalog.
    public init(pipelines: [Pipeline] = [], datasetKinds: [DatasetKind] = []) {
        self.pipelines = pipelines
        self.datasetKinds = datasetKinds
    }

    /// A pipeline and the names that it knows.
    public struct Pipeline: Hashable, Sendable {
        /// As a scenario names it.
        public var name: String
        /// Names of its strategies, also of those that this machine can't run.
        public var strategies: [String]
        /// Its parameters.
        public var parameters: [Parameter]
        /// The kinds of dataset that it reads; empty for no restriction.
        public var datasetKinds: [String]

        /// Makes an entry.
        public init(
            name: String, strategies: [String], parameters: [Parameter] = [],
            datasetKinds: [String] = []
        ) {
            self.name = name
            self.strategies = strategies
            self.parameters = parameters
            self.datasetKinds = datasetKinds
        }
    }

    /// A setting of a pipeline.
    public struct Parameter: Hashable, Sendable {
        /// As a scenario names it.
        public var name: String
        /// What its values must be; nil takes every value as it is.
        public var kind: ParameterKind?

        /// Makes an entry; values aren't checked unless told how.
        public init(name: String, kind: ParameterKind? = nil) {
            self.name = name
            self.kind = kind
        }
    }

    /// A kind of dataset and the names of its parameters.
    public struct DatasetKind: Hashable, Sendable {
        /// As a scenario names it.
        public var name: String
        /// Names of its parameters.
        public var parameters: [String]

        /// Makes an entry.
        public init(name: String, parameters: [String] = []) {
            self.name = name
            self.parameters = parameters
        }
    }
}
