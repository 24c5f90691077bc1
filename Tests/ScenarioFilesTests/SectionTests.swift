import Testing

@Suite("The sections of a scenario")
struct SectionTests {
    @Test("A missing key is reported at its parent")
    func missing() {
        #expect(
            mistakes("about: nothing else") == [
                "1:1 missing 'pipeline' or 'command' in the scenario",
                "1:1 missing 'scenario' in the scenario",
            ])
        #expect(
            mistakes("# A comment\nscenario: test\npipeline: csv-ingest") == [
                "2:1 missing 'dataset' in the scenario",
                "2:1 missing 'scales' in the scenario",
                "2:1 missing 'strategies' in the scenario",
            ])
        #expect(
            mistakes(pipeline(dataset: "dataset: { seed: 1 }")) == [
                "3:10 missing 'kind' in 'dataset'"
            ])
    }

    @Test("A pipeline and a command exclude each other")
    func bothJobs() {
        #expect(
            mistakes(pipeline("command: [true]")) == [
                "6:1 a scenario runs a pipeline or a command, not both"
            ])
    }

    @Test("An unknown key is reported with the nearest one, or else with all")
    func unknownKeys() {
        #expect(
            mistakes(pipeline("scals: [1]")) == [
                "6:1 unknown key 'scals' of the scenario → scales"
            ])
        #expect(
            mistakes(pipeline(strategies: "strategies: { streamed: { quota: 1, rolle: control } }"))
                == [
                    "5:27 unknown key 'quota' of 'strategies.streamed' (known: command,"
                        + " role, default, budget, parameters, gate)",
                    "5:37 unknown key 'rolle' of 'strategies.streamed' → role",
                ])
        #expect(
            mistakes(pipeline("? [a, b]\n: 1")) == ["6:3 a key must be one word"])
    }

    @Test(
        "A value of the wrong type is reported with the expected type",
        arguments: [
            (
                "scales: 10k", "1:9 'scales' must be a list → [10k]"
            ),
            ("scales: []", "1:9 'scales' is empty → [10k, 25k, 60k]"),
            ("scales: { a: 1 }", "1:9 'scales' must be a list → [10k, 25k, 60k]"),
            ("scales:", "1:1 'scales' has no value → [10k, 25k, 60k]"),
            ("scales: [[1]]", "1:10 item 1 of 'scales' must be one value"),
            ("scales: [1, \"\"]", "1:13 '' is not a scale such as 10k"),
            ("scales:\n- 1\n-\n", "3:2 item 2 of 'scales' has no value → \"\""),
            ("dataset: csv-rows", "1:10 'dataset' must be a mapping → { kind: csv-rows }"),
            ("dataset:", "1:1 'dataset' has no value → { kind: csv-rows }"),
            ("about: [a]", "1:8 'about' must be one value"),
            ("about:", "1:1 'about' has no value"),
            ("budget: 64MiB", "1:9 'budget' must be a mapping → { peak-rss: 64MiB }"),
            ("budget: 64MB", "1:9 'budget' must be a mapping → { peak-rss: 64MiB }"),
            ("budget: 512m", "1:9 'budget' must be a mapping → { peak-rss: 512MiB }"),
            ("budget: {}", "1:9 'budget' is empty → { peak-rss: 64MiB }"),
            ("parameters: { batch: 1000 }", "1:22 'parameters.batch' must be a list → [1000]"),
            ("parameters: { batch: [] }", "1:22 'parameters.batch' is empty → [1000]"),
            ("parameters: { batch: }", "1:15 'parameters.batch' has no value → [1000]"),
            ("parameters: [batch]", "1:13 'parameters' must be a mapping → { batch: [1000] }"),
            (
                "strategies: [streamed, library]",
                "1:13 'strategies' must be a mapping → { streamed: {}, library: {} }"
            ),
            ("strategies: {}", "1:13 'strategies' is empty → { streamed: {} }"),
            (
                "strategies: { streamed: control }",
                "1:25 'strategies.streamed' must be a mapping → { role: control }"
            ),
        ])
    func wrongTypes(section: String, expected: String) {
        #expect(mistakesOf(section) == [expected])
    }

    @Test(
        "A value out of range is reported with the allowed values",
        arguments: [
            ("trials: 1001", "1:9 'trials' must be a whole number from 1 to 1000, not '1001'"),
            ("trials: 2.5", "1:9 'trials' must be a whole number from 1 to 1000, not '2.5'"),
            (
                "dataset: { kind: csv-rows, seed: -1 }",
                "1:34 'dataset.seed' must be a whole number from 0 to 18446744073709551615, not"
                    + " '-1'"
            ),
            ("timeout: 30", "1:10 '30' has no unit of time (ms, s, m, h, d, w) → 30s"),
            ("timeout: 0s", "1:10 'timeout' must be greater than zero"),
            ("cpus: 0", "1:7 'cpus' must be a whole number from 1 to 4096, not '0'"),
            ("timeout: soon", "1:10 'soon' is not a time such as 30s"),
            ("allocator: jemaloc", "1:12 unknown allocator 'jemaloc' → jemalloc"),
            ("allocator: arena", "1:12 unknown allocator 'arena' (known: system, jemalloc)"),
            ("budget: { peak-rs: 64MiB }", "1:11 unknown metric 'peak-rs' → peak-rss"),
            (
                "budget: { memory: 64MiB }",
                "1:11 unknown metric 'memory' (known: peak-rss, peak-anon, peak-live, peak-tree,"
                    + " container)"
            ),
            (
                "budget: { peak-rss: 64 }",
                "1:21 '64' has no binary unit (KiB, MiB, GiB) → 64MiB"
            ),
            ("budget: { peak-rss: 0MiB }", "1:21 a budget must be at least 1B, not '0MiB'"),
            (
                "budget: { peak-rss: 1MiB, peak-anon: 1MiB }",
                "1:27 a budget limits one metric; 'peak-anon' is one too many"
            ),
            ("scales: [10m]", "1:10 '10m' has no unit of scale (k, M, G) → 10M"),
            ("scales: [0]", "1:10 a scale must be at least 1, not '0'"),
            ("scales: [0.5]", "1:10 '0.5' is not a whole number of units"),
            (
                "scales: [1k, 2k, 1_000]",
                "1:18 duplicate scale '1_000', first given as '1k' on line 1"
            ),
            (
                "strategies: { streamed: { role: contrl } }",
                "1:33 unknown role 'contrl' → control"
            ),
            (
                "strategies: { streamed: { default: no } , load-all: }",
                "1:36 'strategies.streamed.default' must be true or false, not 'no' → false"
            ),
            (
                "strategies: { streamed: { default: false } }",
                "1:1 no strategy runs by default: all are 'default: false'"
            ),
            (
                "parameters: { batch: [1, 2, 1] }",
                "1:29 duplicate value '1' of 'parameters.batch'"
            ),
            (
                "parameters: { \"a b\": [1] }",
                "1:15 a parameter's name starts with a letter and contains only letters, digits,"
                    + " '-' and '_', not 'a b'"
            ),
            (
                "strategies: { ../x: {} }",
                "1:15 a strategy's name starts with a letter or digit and contains only"
                    + " letters, digits, '.', '_' and '-', not '../x'"
            ),
        ])
    func wrongValues(section: String, expected: String) {
        #expect(mistakesOf(section) == [expected])
    }

    @Test(
        "A scenario's name must be valid for files and folders",
        arguments: [
            ("Fast_CSV!", "fast-csv"), ("a.b", "a-b"), ("../etc", "etc"), ("-a", "a"),
        ])
    func names(name: String, proposal: String) {
        let text = pipeline().replacing("scenario: test", with: "scenario: \"\(name)\"")
        #expect(
            mistakes(text) == [
                "1:11 a scenario's name contains only a-z, 0-9 and '-', not '\(name)' → \(proposal)"
            ])
    }

    @Test("A scenario's name has at most 200 characters, and a longer one isn't quoted")
    func longName() {
        func found(_ count: Int) -> [String] {
            let name = String(repeating: "x", count: count)
            return mistakes(pipeline().replacing("scenario: test", with: "scenario: \(name)"))
        }
        #expect(found(200) == [])
        #expect(
            found(100_000) == ["1:11 a scenario's name has at most 200 characters, not 100,000"])
    }

    /// Returns the mistakes of a scenario that is valid except for its first line or lines.
    private func mistakesOf(_ section: String) -> [String] {
        let key = String(section.prefix { $0 != ":" })
        let rest = pipeline().split(separator: "\n").filter { !$0.hasPrefix("\(key):") }
        return mistakes(([section] + rest.map(String.init)).joined(separator: "\n"))
    }
}
