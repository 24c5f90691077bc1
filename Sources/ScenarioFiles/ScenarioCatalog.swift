package import MemoryBudget

/// What there is to name in a scenario: pipelines with their strategies, and kinds of dataset.
///
/// Plain values, so that a scenario can be checked without starting a worker.
package struct ScenarioCatalog: Hashable, Sendable {
    /// Every pipeline that some worker knows.
    package var pipelines: [Pipeline]
    /// Whether there can be no other pipeline; false if a worker could not be asked. Default true.
    package var isComplete = true
    /// Every kind that a `dataset` may name.
    package var datasetKinds: [DatasetKind]

    /// Makes a catalog.
    package init(pipelines: [Pipeline] = [], datasetKinds: [DatasetKind] = []) {
        self.pipelines = pipelines
        self.datasetKinds = datasetKinds
    }

    /// A pipeline and the names that it knows.
    package struct Pipeline: Hashable, Sendable {
        /// As a scenario names it.
        package var name: String
        /// Names of its strategies, also of those that this machine can't run.
        package var strategies: [String]
        /// Its parameters.
        package var parameters: [Parameter]
        /// The kinds of dataset that it reads; empty for no restriction.
        package var datasetKinds: [String]

        /// Makes an entry.
        package init(
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
    package struct Parameter: Hashable, Sendable {
        /// As a scenario names it.
        package var name: String
        /// What its values must be; nil takes every value as it is.
        package var kind: ParameterKind?

        /// Makes an entry; values aren't checked unless told how.
        package init(name: String, kind: ParameterKind? = nil) {
            self.name = name
            self.kind = kind
        }
    }

    /// A kind of dataset and the names of its parameters.
    package struct DatasetKind: Hashable, Sendable {
        /// As a scenario names it.
        package var name: String
        /// Names of its parameters.
        package var parameters: [String]

        /// Makes an entry.
        package init(name: String, parameters: [String] = []) {
            self.name = name
            self.parameters = parameters
        }
    }
}
