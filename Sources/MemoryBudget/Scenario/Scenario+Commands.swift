extension Scenario {
    /// The program and arguments of a strategy with their placeholders: its own, or else the scenario's;
    /// nil for a pipeline.
    package func command(of strategy: String) -> [String]? {
        guard case .command(let shared) = job else { return nil }
        return strategies.first { $0.name == strategy }?.command ?? shared
    }

    /// Every command that some strategy runs, without repetition; that of the scenario if there are no
    /// strategies, and none for a pipeline.
    package var commands: [[String]] {
        if strategies.isEmpty, case .command(let shared) = job { return [shared] }
        return strategies.compactMap { command(of: $0.name) }.uniqued()
    }

    /// Every list of words that may have placeholders: of the commands, of the check of their results, and
    /// of what runs around each trial; none for a pipeline.
    private var templates: [[String]] {
        commands + [verification?.words ?? [], surroundings.setup, surroundings.cleanup]
    }

    /// The words in braces of all of them.
    package var placeholders: Set<String> {
        Set(templates.joined().flatMap(CommandTemplate.placeholders))
    }
}
