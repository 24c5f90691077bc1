import MemoryBudget

/// The YAML text of a command's scenario: it works as it is, and its comments explain what to
/// change.
struct CommandScenarioText {
    let scenario: CommandScenario

    var text: String {
        [heading, command, data, scales, budget, check, conditions, parameters, strategies, gate]
            .compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    private var name: String { scenario.name }

    private var heading: String {
        """
        # Measures how much memory \(name) needs, and whether it keeps a budget.
        # Run it with: membudget bench \(name)
        scenario: \(name)
        about: \(YAMLText.scalar("How much memory \(name) needs"))
        """
    }

    private var command: String {
        """
        # The program and its arguments, without a shell. In every trial, these are replaced:
        #   {input}   the data of the trial        {output}    a new path for its result
        #   {scale}   the size of the data         {strategy}  the name of the strategy
        #   {here}    the folder of this file
        # Other braces are literal; instead of an unknown {word}, write { word } with spaces.
        command: \(YAMLText.flowList(scenario.arguments))
        """
    }

    /// The dataset for a command with `{input}`; `nil` for other commands.
    private var data: String? {
        switch scenario.data {
        case .none: nil
        case .generated:
            """
            # Rows, generated once and cached ('membudget list' shows all kinds); bad: 0 means that
            # none is damaged. For a file of your own: dataset: { file: ../orders.csv }
            dataset: { kind: csv-rows, seed: 42, parameters: { bad: 0 } }
            """
        case .file(let file):
            """
            # Your own file. Each scale is its header and first records, extracted once and cached.
            # For files in other formats: dataset: { files: "orders-{scale}.parquet" }
            dataset: { file: \(YAMLText.scalar(file.path)) }
            unit: \(file.unit)
            """
        }
    }

    /// The scales for a command with `{input}` or `{scale}`; `nil` for other commands.
    private var scales: String? {
        let values: [Scale]
        var whole = ""
        switch scenario.data {
        case .file(let file):
            values = ScaleLadder.scales(upTo: file.records)
            whole = "; the file has \(counted(file.records, of: file.unit))"
        case .generated: values = ScaleLadder.generated
        case .none:
            guard scenario.uses(.scale) else { return nil }
            values = ScaleLadder.generated
        }
        guard !values.isEmpty else { return nil }
        return """
            # The sizes to measure: k is a thousand, M a million\(whole).
            # To show how memory grows, use at least five, each at least twice the one before. Not
            # all should be powers of two apart: that hides the steps of a hash table that doubles.
            scales: [\(values.map(\.label).joined(separator: ", "))]
            """
    }

    private var budget: String {
        let limit = CommandScenario.startingBudget(inputBytes: scenario.inputBytes)
        return """
            # The budget: the maximum memory that the job may use. This one is generous; replace it
            # with a real limit, such as that of the job's container. peak-rss is the peak of its
            # largest process; the other metrics are peak-anon, peak-live, peak-tree and container.
            budget: { peak-rss: \(limit.argument) }
            """
    }

    private var check: String {
        if let check = scenario.check {
            return """
                # Checks each result after its measurement: exit status 0 means that it is right, 1
                # that it is wrong. Without a check, results are reported as not checked.
                verify: \(YAMLText.flowList(check))
                """
        }
        return """
            # Checks each result after its measurement: exit status 0 means that it is right, 1 that
            # it is wrong. Without a check, results are reported as not checked.
            # verify: [python3, "{here}/check.py", "{input}", "{output}"]
            # Or compare the {output} of all strategies with that of one of them:
            # verify: { same-as: first }
            """
    }

    private var conditions: String {
        """
        # The number of trials per strategy and scale, and the maximum time of each.
        trials: 3
        timeout: 10m

        # The number of CPUs for each trial; with fewer, peaks are more accurate. Remove this
        # for a job that needs them all.
        cpus: 2

        # system measures the program as it is; jemalloc replaces its allocator, and also measures
        # live bytes.
        allocator: system
        """
    }

    /// The parameters that keep each unknown `{word}` literal: its only value is its own text.
    private var parameters: String? {
        var seen = Set(CommandTemplate.Placeholder.allCases.map(\.rawValue))
        let words = scenario.placeholders.filter { seen.insert($0).inserted }
        guard !words.isEmpty else { return nil }
        let lines = words.map { "  \($0): [\"{\($0)}\"]" }
        return """
            # The text that replaces {word} in the command; here each stays as it is. With several
            # values, each is measured.
            parameters:
            \(lines.joined(separator: "\n"))
            """
    }

    private var strategies: String {
        let explanation = """
            # The ways to do the job, each one row of the table. role: candidate is judged (the
            # default), control must be over budget at the largest scale, reference is only shown.
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
        # 'membudget gate \(name)' also fails if a rule is violated, such as constant memory:
        # gate: { growth: constant }
        """
    }
}
