import MemoryBudget

/// The text of a scenario to start from, for a command.
struct CommandScenarioText {
    let name: String
    let arguments: [String]

    var text: String {
        ([heading, command] + (input.map { [$0] } ?? []) + [limits] + variations)
            .joined(separator: "\n\n") + "\n"
    }

    private var placeholders: [String] {
        arguments.flatMap(CommandTemplate.placeholders)
    }

    private var heading: String {
        """
        # What a command needs, and whether it keeps its budget. Run it with: membudget bench \(name)
        scenario: \(name)
        about: \(YAMLText.scalar("What \(name) needs"))
        """
    }

    private var command: String {
        """
        # Program and arguments; no shell splits them. These stand for what differs between trials:
        # {input} {output} {scale} {strategy}, parameters by name, and {here}, this file's folder.
        # Other braces are literal; in place of {word} write { word }.
        command: \(YAMLText.flowList(arguments))
        """
    }

    /// Data for a command with `{input}`, sizes for one with `{scale}`.
    private var input: String? {
        let scales = """
            # How many units: k is a thousand, M a million. Not all powers of two apart: those hide the
            # steps of a table that doubles.
            scales: [10k, 25k, 60k]
            """
        if placeholders.contains(CommandTemplate.Placeholder.input.rawValue) {
            return """
                # Made once from its seed and kept in a cache ('membudget list' shows the kinds).
                dataset: { kind: csv-rows, seed: 42 }

                \(scales)
                """
        }
        return placeholders.contains(CommandTemplate.Placeholder.scale.rawValue) ? scales : nil
    }

    private var limits: String {
        """
        # One metric (peak-rss, peak-anon, peak-live, peak-tree or container) and its inclusive limit.
        budget: { peak-rss: 64MiB }

        # Fresh processes for every strategy at every scale, and how long each may take.
        trials: 3
        timeout: 60s

        # Processors that each trial is pinned to: the kernel's counters hide less of a peak on few.
        # Leave it out for a job that needs them all.
        cpus: 2

        # system changes nothing; jemalloc adds live bytes and profiles, and changes the allocator.
        allocator: system
        """
    }

    private var variations: [String] {
        [literalWords, strategies].compactMap { $0 }
    }

    /// A `{word}` that is no placeholder of ours is a parameter whose only value is that text.
    private var literalWords: String? {
        var seen = Set(CommandTemplate.Placeholder.allCases.map(\.rawValue))
        let words = placeholders.filter { seen.insert($0).inserted }
        guard !words.isEmpty else { return nil }
        let lines = words.map { "  \($0): [\"{\($0)}\"]" }
        return """
            # What {word} in the command becomes; here each stays as it is. Several values make
            # several columns.
            parameters:
            \(lines.joined(separator: "\n"))
            """
    }

    private var strategies: String? {
        let explanation = """
            # Ways to do the job, by what {strategy} becomes. role: candidate is judged (the default),
            # control must go over at the largest scale, reference is shown only.
            """
        if placeholders.contains(CommandTemplate.Placeholder.strategy.rawValue) {
            return explanation + "\nstrategies:\n  first: {}\n  second: { role: reference }"
        }
        return explanation + "\n# strategies:\n#   first: {}\n#   second: { role: reference }"
    }
}
