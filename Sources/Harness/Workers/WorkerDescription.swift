/// What a worker says it can do: the answer to `membudget-worker describe`.
public struct WorkerDescription: Decodable, Sendable {
    /// The format that this harness reads.
    public static let schema = "membudget.worker/1"

    var schema: String
    /// The jobs it can do.
    public var pipelines: [Pipeline]

    /// A job that a worker can do in several ways.
    public struct Pipeline: Decodable, Sendable {
        /// As scenarios name it.
        public var name: String
        /// One line for lists.
        public var about: String
        /// What is counted, in the plural.
        public var unit: String
        /// The kinds of dataset it reads.
        public var datasetKinds: [String]
        /// Its settings.
        public var parameters: [Parameter]
        /// The ways to do it.
        public var strategies: [Strategy]

        enum CodingKeys: String, CodingKey {
            case name, about, unit
            case datasetKinds = "dataset_kinds"
            case parameters, strategies
        }
    }

    /// A setting of a pipeline.
    public struct Parameter: Decodable, Sendable {
        /// As `--set` names it.
        public var name: String
        /// What it is unless set.
        public var `default`: String
        /// One line for lists.
        public var about: String
    }

    /// One way to do a job.
    public struct Strategy: Decodable, Sendable {
        /// As scenarios name it.
        public var name: String
        /// One line for lists.
        public var about: String
        /// Whether it can run here.
        public var available: Bool
        /// Why it can't.
        public var unavailableReason: String?

        enum CodingKeys: String, CodingKey {
            case name, about, available
            case unavailableReason = "unavailable_reason"
        }
    }
}
