package import MemoryBudget

/// The abilities of a worker: its answer to `membudget-worker describe`.
package struct WorkerDescription: Decodable, Sendable {
    /// The format that this harness reads.
    package static let schema = "membudget.worker/2"

    var schema: String
    /// The jobs it can do.
    package var pipelines: [Pipeline]

    /// A job that a worker can do in several ways.
    package struct Pipeline: Decodable, Sendable {
        /// As scenarios name it.
        package var name: String
        /// One line for lists.
        package var about: String
        /// The name of what is counted, in the plural.
        package var unit: String
        /// The kinds of dataset it reads.
        package var datasetKinds: [String]
        /// Its settings.
        package var parameters: [Parameter]
        /// The ways to do it.
        package var strategies: [Strategy]
        /// The most that a trial's folder takes on disk, per byte of input; nil if unknown.
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
        /// As `--set` names it.
        package var name: String
        /// Its value unless it is set.
        package var `default`: String
        /// One line for lists.
        package var about: String
        /// The kind of value that is accepted; nil if the worker names none and checks values itself.
        package var kind: ParameterKind? { accepts?.kind }

        var accepts: AcceptedValues?
    }

    /// One way to do a job.
    package struct Strategy: Decodable, Sendable {
        /// As scenarios name it.
        package var name: String
        /// One line for lists.
        package var about: String
        /// Whether it can run here.
        package var available: Bool
        /// Why it can't.
        package var unavailableReason: String?
        /// About how fast it is on a machine of today; nil if not known.
        package var nominalUnitsPerSecond: Double?
        /// Whether it is a server that needs a client; nil, of a worker that doesn't say, if not.
        package var usesClient: Bool?
        /// The scale at which that speed is halved; nil if it stays about the same, or isn't known.
        package var nominalHalvingUnits: Double?
        /// About how many bytes it holds per unit; nil if it holds about the same at every scale, or
        /// that isn't known.
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
    /// The same pipeline, of which no strategy can run.
    func unavailable(because reason: String) -> Self {
        var changed = self
        for index in changed.strategies.indices {
            changed.strategies[index].available = false
            changed.strategies[index].unavailableReason = reason
        }
        return changed
    }
}

/// The values that a worker accepts for a setting. A kind that is unknown here is not checked.
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
