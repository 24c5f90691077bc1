/// The scenario that `membudget init` writes, to start from.
package struct ScenarioTemplate: Hashable, Sendable {
    /// The scenario's name; the file should be `<name>.yaml`.
    package let name: String
    /// The whole file: commented YAML that parses without diagnostics.
    package let text: String

    /// The scenario of the `csv-ingest` pipeline.
    package init() {
        (name, text) = ("csv-ingest", Self.pipeline)
    }

    /// The scenario of a command.
    ///
    /// Placeholders in the arguments (`{input}`, `{output}`, `{scale}`, `{strategy}`, …) are kept
    /// as such. Any other `{word}` stays literal: it becomes a parameter with itself as its value.
    package init(_ scenario: CommandScenario) {
        name = scenario.name
        text = CommandScenarioText(scenario: scenario).text
    }

    private static let pipeline = """
        # What a pipeline needs, strategy by strategy. Run it with: membudget bench csv-ingest
        scenario: csv-ingest
        about: A product feed into SQLite

        # A pipeline that a worker knows ('membudget list' shows them), or a command of your own:
        # command: [python3, import.py, "{strategy}", "{input}", "{output}"]
        pipeline: csv-ingest

        # Made once from its seed and kept in a cache; never inside the measured process.
        dataset: { kind: csv-rows, seed: 42 }

        # How many rows: k is a thousand, M a million. Not all powers of two apart: those hide the
        # steps of a table that doubles. A class of growth is gated from five on, each at least twice
        # the one before.
        scales: [5k, 10k, 25k, 60k, 150k]

        # One metric (peak-rss, peak-anon, peak-live, peak-tree or container) and its inclusive limit.
        budget: { peak-rss: 32MiB }

        # Fresh processes for every strategy at every scale, and how long each may take.
        trials: 3
        timeout: 120s

        # Processors that each trial is pinned to: the kernel's counters hide less of a peak on few.
        cpus: 2

        # jemalloc (live bytes, profiles) or system (exactly what the job brings).
        allocator: jemalloc

        # Several values make several columns; --set overrides.
        parameters: { batch: [1000] }

        # role: candidate is judged (the default), control must go over at the largest scale,
        # reference is shown only. default: false runs when --all or --strategy asks for it.
        strategies:
          load-all: { role: control }
          row-by-row: { role: reference, default: false }
          streamed: {}

        """
}
