import MemoryBudget

extension ScenarioDraft {
    /// A program with its arguments, and their positions.
    struct Command {
        /// The words; empty if they could not be read, which is then already reported.
        var arguments: [Located<String>]
        var field: Field

        /// The names of all placeholders.
        var placeholders: Set<String> {
            Set(arguments.flatMap { CommandTemplate.placeholders(in: $0.value) })
        }
    }

    /// The scenario's own command; `nil` for a pipeline.
    var sharedCommand: Command? {
        guard case .command(let arguments, let field)? = job else { return nil }
        return Command(arguments: arguments, field: field)
    }

    /// The commands that strategies run, without duplicates; empty for a pipeline.
    var commands: [Command] {
        guard let shared = sharedCommand else { return [] }
        let own = (strategies ?? []).map(\.command)
        let usesShared = own.isEmpty || own.contains { $0 == nil }
        return ((usesShared ? [shared] : []) + own.compactMap(\.self))
            .filter { !$0.arguments.isEmpty }
    }

    /// The names of the placeholders in all commands.
    var commandPlaceholders: Set<String> {
        commands.reduce(into: []) { $0.formUnion($1.placeholders) }
    }
}
