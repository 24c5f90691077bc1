extension Scenario {
    /// Returns the program and arguments of a strategy with their placeholders, by default the
    /// scenario's; `nil` for a pipeline.
    package func command(of strategy: String) -> [String]? {
        guard case .command(let shared) = job else { return nil }
        return strategies.first { $0.name == strategy }?.command ?? shared
    }

    /// The distinct commands that the strategies run; the scenario's own if there are no
    /// strategies, and empty for a pipeline.
    package var commands: [[String]] {
        if strategies.isEmpty, case .command(let shared) = job { return [shared] }
        return strategies.compactMap { command(of: $0.name) }.uniqued()
    }

    /// The commands and the other programs that may have placeholders: the check of results, and
    /// setup and cleanup. Empty for a pipeline.
    private var templates: [[String]] {
        commands + [verification?.words ?? [], surroundings.setup, surroundings.cleanup]
    }

    /// The names of all placeholders that the scenario's commands use.
    package var placeholders: Set<String> {
        Set(templates.joined().flatMap(CommandTemplate.placeholders))
    }
}
