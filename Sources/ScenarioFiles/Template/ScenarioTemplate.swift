/// The scenario that `membudget init` writes, to start from.
///
/// ```swift
/// let sort = CommandScenario(name: "sort", arguments: ["sort", "{input}"], data: .generated)
/// print(ScenarioTemplate(sort).text)
/// ```
package struct ScenarioTemplate: Hashable, Sendable {
    /// The scenario's name; the file should be `<name>.yaml`.
    package let name: String
    /// The contents of the file: YAML with comments, without mistakes.
    package let text: String

    /// Creates the scenario of the `csv-ingest` pipeline.
    package init() {
        (name, text) = ("csv-ingest", Self.pipeline)
    }

    /// Creates the scenario of a command.
    ///
    /// Placeholders in the arguments (`{input}`, `{output}`, `{scale}`, `{strategy}`, …) are kept.
    /// Any other `{word}` stays literal: it becomes a parameter whose only value is itself.
    package init(_ scenario: CommandScenario) {
        name = scenario.name
        text = CommandScenarioText(scenario: scenario).text
    }

    private static let pipeline = """
        # Measures how much memory each strategy of a pipeline needs: membudget bench csv-ingest
        scenario: csv-ingest
        about: A product feed into SQLite

        # A built-in pipeline ('membudget list' shows them all), or a command of your own:
        # command: [python3, import.py, "{strategy}", "{input}", "{output}"]
        pipeline: csv-ingest

        # The dataset, generated once from its seed and cached; never inside a measured process.
        dataset: { kind: csv-rows, seed: 42 }

        # The numbers of rows to measure: k is a thousand, M a million. Not all of them should be
        # powers of two apart, because that hides the steps of a hash table that doubles. To check
        # a growth class with 'gate', use at least five, each at least twice the one before.
        scales: [5k, 10k, 25k, 60k, 150k]

        # The budget: one metric (peak-rss, peak-anon, peak-live, peak-tree or container) and its
        # maximum, inclusive.
        budget: { peak-rss: 32MiB }

        # The number of trials per strategy and scale, and the maximum time of each.
        trials: 3
        timeout: 120s

        # The number of CPUs for each trial; with fewer, the kernel reports peaks more accurately.
        cpus: 2

        # jemalloc can measure live bytes and profiles; system is the allocator of the program.
        allocator: jemalloc

        # With several values, each is measured; --set replaces them.
        parameters: { batch: [1000] }

        # role: candidate is judged (the default), control must be over budget at the largest
        # scale, reference is only shown. default: false needs --all or --strategy to run.
        strategies:
          load-all: { role: control }
          row-by-row: { role: reference, default: false }
          streamed: {}

        """
}
