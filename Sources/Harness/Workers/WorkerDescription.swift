package import MemoryBudget

/// The capabilities of a worker: its answer to `membudget-worker describe`.
package struct WorkerDescription: Decodable, Sendable {
    /// The version of the format that this harness reads.
    package static let schema = "membudget.worker/2"

    var schema: String
    /// The jobs that the worker can do.
    package var pipelines: [Pipeline]

    /// A job that a worker can do in several ways.
    package struct Pipeline: Decodable, Sendable {
        /// The name in scenarios.
        package var name: String
        /// The description, in one line, for lists.
        package var about: String
        /// The name of the counted unit, in the plural.
        package var unit: String
        /// The kinds of dataset that the job reads.
        package var datasetKinds: [String]
        /// The settings of the job.
        package var parameters: [Parameter]
        /// The ways to do the job.
        package var strategies: [Strategy]
        /// The maximum size of a trial's folder on disk, per byte of input; `nil` if unknown.
        package var outputBytesPerInputByte: Double?

        enum CodingKeys: String, CodingKey {
            case name, about, unit
            case datasetKinds = "dataset_kinds"
            case parameters, strategies
            case outputBytesPerInputByte = "output_bytes_per_input_byte"
        }
    }

    /// A setting of a pipeline.
    package struct Parameter: Decodable, Sendable {
        /// The name in `--set`.
        package var name: String
        /// The default value.
        package var `default`: String
        /// The description, in one line, for lists.
        package var about: String
        /// The kind of value that is accepted; `nil` if the worker names none and checks values
        /// itself.
        package var kind: ParameterKind? { accepts?.kind }

        var accepts: AcceptedValues?
    }

    /// One way to do a job.
    package struct Strategy: Decodable, Sendable {
        /// The name in scenarios.
        package var name: String
        /// The description, in one line, for lists.
        package var about: String
        /// Whether the strategy can run here.
        package var available: Bool
        /// The reason why it can't run here.
        package var unavailableReason: String?
        /// The approximate speed on a current machine, in units per second; `nil` if unknown.
        package var nominalUnitsPerSecond: Double?
        /// Whether the strategy is a server that needs a client; `nil`, from a worker that doesn't
        /// say, means no.
        package var usesClient: Bool?
        /// The scale, in units, at which the speed is halved; `nil` if the speed is constant or
        /// unknown.
        package var nominalHalvingUnits: Double?
        /// The approximate number of bytes held per unit; `nil` if it is independent of scale or
        /// unknown.
        package var nominalBytesPerUnit: Double?

        enum CodingKeys: String, CodingKey {
            case name, about, available
            case unavailableReason = "unavailable_reason"
            case nominalUnitsPerSecond = "nominal_units_per_second"
            case usesClient = "uses_client"
            case nominalHalvingUnits = "nominal_halving_units"
            case nominalBytesPerUnit = "nominal_bytes_per_unit"
        }
    }
}

extension WorkerDescription.Pipeline {
    /// Returns the same pipeline with every strategy unavailable.
    func unavailable(because reason: String) -> Self {
        var changed = self
        for index in changed.strategies.indices {
            changed.strategies[index].available = false
            changed.strategies[index].unavailableReason = reason
        }
        return changed
    }
}

/// The values that a worker accepts for a setting. Values of an unknown kind are not checked.
struct AcceptedValues: Decodable, Sendable {
    var kind: ParameterKind?

    private enum CodingKeys: String, CodingKey {
        case kind, minimum, maximum, words
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func range() throws -> ClosedRange<Int>? {
            let minimum = try keys.decodeIfPresent(Int.self, forKey: .minimum) ?? .min
            let maximum = try keys.decodeIfPresent(Int.self, forKey: .maximum) ?? .max
            return minimum <= maximum ? minimum...maximum : nil
        }
        switch try keys.decode(String.self, forKey: .kind) {
        case "integer": kind = try range().map { .integer($0) }
        case "integers": kind = try range().map { .integers($0) }
        case "flag": kind = .flag
        case "choice": kind = .choice(try keys.decode([String].self, forKey: .words))
        case "text": kind = .text
        default: kind = nil
        }
    }
}
