import MemoryBudget

/// The text of a scenario to start from, for a command: a file that works as it is, with comments that say
/// what to change.
struct CommandScenarioText {
    let scenario: CommandScenario

    var text: String {
        [heading, command, data, scales, budget, check, conditions, parameters, strategies, gate]
            .compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    private var name: String { scenario.name }

    private var heading: String {
        """
        # How much memory \(name) needs, and whether it keeps a budget.
        # Run it with: membudget bench \(name)
        scenario: \(name)
        about: \(YAMLText.scalar("How much memory \(name) needs"))
        """
    }

    private var command: String {
        """
        # The program and its arguments; no shell splits them. In every trial these are replaced:
        #   {input}   the data of the trial        {output}    a new path for its result
        #   {scale}   the size of the data         {strategy}  the name of the strategy
        #   {here}    the folder of this file
        # Other braces are literal; in place of {word} write { word }.
        command: \(YAMLText.flowList(scenario.arguments))
        """
    }

    /// Data for a command with `{input}`.
    private var data: String? {
        switch scenario.data {
        case .none: nil
        case .generated:
            """
            # Rows that are generated once and kept in a cache ('membudget list' shows the kinds); none
            # of them is damaged. For a file of your own: dataset: { file: ../orders.csv }
            dataset: { kind: csv-rows, seed: 42, parameters: { bad: 0 } }
            """
        case .file(let file):
            """
            # Your own file. A scale is its header and its first records; each is made once and kept in
            # a cache. Files of other formats: dataset: { files: "orders-{scale}.parquet" }
            dataset: { file: \(YAMLText.scalar(file.path)) }
            unit: \(file.unit)
            """
        }
    }

    /// Sizes for a command with `{input}` or `{scale}`.
    private var scales: String? {
        let values: [Scale]
        var whole = ""
        switch scenario.data {
        case .file(let file):
            values = ScaleLadder.scales(upTo: file.records)
            whole = "; the file has \(grouped(file.records)) \(file.unit)"
        case .generated: values = ScaleLadder.generated
        case .none:
            guard scenario.uses(.scale) else { return nil }
            values = ScaleLadder.generated
        }
        guard !values.isEmpty else { return nil }
        return """
            # The sizes to measure: k is a thousand, M a million\(whole).
            # Five or more, each at least twice the one before, show how memory grows. Not all are
            # powers of two apart: those hide the steps of a table that doubles.
            scales: [\(values.map(\.label).joined(separator: ", "))]
            """
    }

    private var budget: String {
        let limit = CommandScenario.startingBudget(inputBytes: scenario.inputBytes)
        return """
            # The most memory that the job may take. init chose a roomy budget; put in what the job may
            # really use, such as the memory limit of its container. peak-rss is the largest peak of
            # its processes; the other metrics are peak-anon, peak-live, peak-tree and container.
            budget: { peak-rss: \(limit.argument) }
            """
    }

    private var check: String {
        if let check = scenario.check {
            return """
                # The check of each result, outside the measurement. Status 0 keeps the result, 1 means
                # that it is wrong. Without a check, results are reported as not checked.
                verify: \(YAMLText.flowList(check))
                """
        }
        return """
            # A check of each result, outside the measurement: status 0 keeps it, 1 means that it is
            # wrong. Without one, results are reported as not checked.
            # verify: [python3, "{here}/check.py", "{input}", "{output}"]
            # Or compare what all strategies wrote to {output} with the result of one of them:
            # verify: { same-as: first }
            """
    }

    private var conditions: String {
        """
        # Fresh processes for every strategy at every scale, and how long each may take.
        trials: 3
        timeout: 10m

        # Processors that each trial is pinned to: on few, peaks are read more accurately. Leave it out
        # for a job that needs them all.
        cpus: 2

        # system measures the program as it is; jemalloc also tells live bytes, and replaces its
        # allocator.
        allocator: system
        """
    }

    /// A `{word}` that is no placeholder of ours is a parameter whose only value is that text.
    private var parameters: String? {
        var seen = Set(CommandTemplate.Placeholder.allCases.map(\.rawValue))
        let words = scenario.placeholders.filter { seen.insert($0).inserted }
        guard !words.isEmpty else { return nil }
        let lines = words.map { "  \($0): [\"{\($0)}\"]" }
        return """
            # What {word} in the command becomes; here each stays as it is. Several values make
            # several columns.
            parameters:
            \(lines.joined(separator: "\n"))
            """
    }

    private var strategies: String {
        let explanation = """
            # The ways to do the job, each a row of the table. role: candidate is judged (the default),
            # control must go over the budget at the largest scale, reference is only shown.
            """
        guard scenario.uses(.strategy) else {
            return explanation + """

                # strategies:
                #   first: {}
                #   second: { command: \(YAMLText.flowList(scenario.arguments)) }
                """
        }
        return explanation + "\nstrategies:\n  first: {}\n  second: { role: reference }"
    }

    private var gate: String {
        """
        # 'membudget gate \(name)' also fails on broken promises, such as memory that doesn't grow:
        # gate: { growth: constant }
        """
    }
}
