import MemoryBudget

/// What could be read of a scenario file; nil for what is missing or was reported.
///
/// Names keep their positions, so that what they refer to can be checked afterwards.
struct ScenarioDraft {
    var name: Located<String>?
    var about = ""
    var job: Job?
    var dataset: Dataset?
    var scales: [Located<Scale>]?
    var budget: Located<Budget>?
    var trials: Int
    var timeout: Duration?
    var allocator: Allocator?
    var parameters: [Parameter]
    var strategies: [Strategy]?
    var gate: Gate?
    /// The sections that the file has, also those that could not be read.
    var sections: Set<String>
    /// Of the root mapping, for what is missing in it.
    var position: Position

    enum Job {
        case pipeline(Located<String>)
        case command([Located<String>], Field)
    }

    struct Dataset {
        var field: Field
        var kind: Located<String>?
        var seed: UInt64
        var parameters: [(name: Located<String>, value: String)]
    }

    struct Parameter {
        var name: Located<String>
        var values: [Located<String>]
    }

    struct Strategy {
        var name: Located<String>
        var role: Scenario.Role
        var isDefault: Bool
        var budget: Located<Budget>?
        var parameters: [Parameter] = []
        /// Nil if it has no section of its own.
        var gate: Gate?
    }

    /// The rules of one `gate` section.
    struct Gate {
        var position: Position
        var promises: [Promise]
    }

    /// A rule and where it stands.
    struct Promise {
        var promise: GateRule.Promise
        var position: Position
        /// The strategy it names with `of`; nil for a rule that names none.
        var other: Located<String>?
    }

    /// The parameters of the whole scenario, then those of single strategies.
    var allParameters: [Parameter] {
        parameters + (strategies ?? []).flatMap(\.parameters)
    }
}
