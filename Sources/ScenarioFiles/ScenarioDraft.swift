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
    var budget: Budget?
    var trials: Int
    var timeout: Duration?
    var allocator: Allocator?
    var parameters: [Parameter]
    var strategies: [Strategy]?
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
    }

    /// The parameters of the whole scenario, then those of single strategies.
    var allParameters: [Parameter] {
        parameters + (strategies ?? []).flatMap(\.parameters)
    }
}
