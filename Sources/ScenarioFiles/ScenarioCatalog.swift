/// What there is to name in a scenario: pipelines with their strategies, and kinds of dataset.
///
/// Plain values, so that a scenario can be checked without starting a worker.
public struct ScenarioCatalog: Hashable, Sendable {
    /// Every pipeline that some worker knows.
    public var pipelines: [Pipeline]
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
        /// Names of its parameters.
        public var parameters: [String]
        /// The kinds of dataset that it reads; empty for no restriction.
        public var datasetKinds: [String]

        /// Makes an entry.
        public init(
            name: String, strategies: [String], parameters: [String] = [],
            datasetKinds: [String] = []
        ) {
            self.name = name
            self.strategies = strategies
            self.parameters = parameters
            self.datasetKinds = datasetKinds
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
