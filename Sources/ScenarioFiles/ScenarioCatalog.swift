package import MemoryBudget

/// The names that a scenario may refer to: pipelines with their strategies, and kinds of dataset.
///
/// A catalog is plain values, so that a scenario can be checked without starting a worker.
package struct ScenarioCatalog: Hashable, Sendable {
    /// The pipelines of all workers.
    package var pipelines: [Pipeline]
    /// Whether every worker could be asked, so that there are no other pipelines; default true.
    package var isComplete = true
    /// The kinds that a `dataset` may have.
    package var datasetKinds: [DatasetKind]

    /// Creates a catalog.
    package init(pipelines: [Pipeline] = [], datasetKinds: [DatasetKind] = []) {
        self.pipelines = pipelines
        self.datasetKinds = datasetKinds
    }

    /// A pipeline and the names that it knows.
    package struct Pipeline: Hashable, Sendable {
        /// The pipeline's name in scenarios.
        package var name: String
        /// The names of its strategies, including those that this machine can't run.
        package var strategies: [String]
        /// The parameters of the pipeline.
        package var parameters: [Parameter]
        /// The kinds of dataset that the pipeline reads; empty for no restriction.
        package var datasetKinds: [String]

        /// Creates an entry.
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

    /// A parameter of a pipeline.
    package struct Parameter: Hashable, Sendable {
        /// The parameter's name in scenarios.
        package var name: String
        /// The kind of its values; `nil` if every value is valid.
        package var kind: ParameterKind?

        /// Creates an entry; without a kind, values aren't checked.
        package init(name: String, kind: ParameterKind? = nil) {
            self.name = name
            self.kind = kind
        }
    }

    /// A kind of dataset and the names of its parameters.
    package struct DatasetKind: Hashable, Sendable {
        /// The kind's name in scenarios.
        package var name: String
        /// The names of its parameters.
        package var parameters: [String]

        /// Creates an entry.
        package init(name: String, parameters: [String] = []) {
            self.name = name
            self.parameters = parameters
        }
    }
}
