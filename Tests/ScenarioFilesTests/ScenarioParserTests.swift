import MemoryBudget
import ScenarioFiles
import Testing

@Suite("A scenario file")
struct ScenarioParserTests {
    @Test("A complete example is parsed")
    func wholeExample() throws {
        let scenario = try scenario(
            """
            scenario: csv-ingest
            about: A product feed into SQLite
            pipeline: csv-ingest                       # a comment
            dataset: { kind: csv-rows, seed: 7, parameters: { bad-rows: 0.01 } }
            scales: [40k, 10k, 2M]
            budget: { peak-anon: 1.5MiB }
            trials: 5
            timeout: 2m
            cpus: 4
            allocator: system
            parameters: { batch: [1000, 5000] }
            strategies:
              load-all: { role: control }
              row-by-row: { role: reference, default: false }
              unbounded-stream:
              streamed: {}
            """)
        #expect(scenario.name == "csv-ingest")
        #expect(scenario.about == "A product feed into SQLite")
        #expect(scenario.path == "test.yaml")
        #expect(scenario.job == .pipeline("csv-ingest"))
        #expect(
            scenario.dataset
                == .init(kind: "csv-rows", seed: 7, parameters: ["bad-rows": "0.01"]))
        #expect(scenario.scales.map(\.label) == ["10k", "40k", "2M"])
        #expect(scenario.scales.map(\.units) == [10_000, 40_000, 2_000_000])
        #expect(
            scenario.budget == Budget(metric: .peakAnonymous, limit: ByteCount(1_572_864)))
        #expect(scenario.trials == 5)
        #expect(scenario.timeout == .seconds(120))
        #expect(scenario.processorCount == 4)
        #expect(scenario.allocator == .system)
        #expect(scenario.parameters == [.init(name: "batch", values: ["1000", "5000"])])
        #expect(
            scenario.strategies.map(\.name) == [
                "load-all", "row-by-row", "unbounded-stream", "streamed",
            ])
        #expect(
            scenario.strategies.map(\.role) == [.control, .reference, .candidate, .candidate])
        #expect(scenario.strategies.map(\.isDefault) == [true, false, true, true])
    }

    @Test("A pipeline has defaults for everything optional")
    func pipelineDefaults() throws {
        let scenario = try scenario(pipeline())
        #expect(scenario.about.isEmpty)
        #expect(scenario.dataset == .init(kind: "csv-rows", seed: 42, parameters: [:]))
        #expect(scenario.trials == 3)
        #expect(scenario.allocator == .jemalloc)
        #expect(scenario.budget == nil)
        #expect(scenario.timeout == nil)
        #expect(scenario.processorCount == nil)
        #expect(scenario.parameters.isEmpty)
    }

    @Test("A command without placeholders needs neither scales nor strategies")
    func commandDefaults() throws {
        let scenario = try scenario("scenario: nap\ncommand: [sleep, 1]")
        #expect(scenario.job == .command(["sleep", "1"]))
        #expect(scenario.scales == [Scale(units: 1, label: "1")])
        #expect(scenario.strategies == [.init(name: "command")])
        #expect(scenario.allocator == .system)
        #expect(scenario.dataset == nil)
    }

    @Test("A command takes the file of --input: {input} needs no dataset")
    func inputWithoutDataset() throws {
        let scenario = try scenario(command("[wc, -l, \"{input}\"]"))
        #expect(scenario.dataset == nil)
        #expect(scenario.scales == [Scale(units: 1, label: "1")])
    }

    @Test("Arguments are text, even if YAML would interpret them")
    func literalArguments() throws {
        let scenario = try scenario(
            command(#"[yes, null, ~, 0x10, 1e3, "a: b", '{ x }', "{}", "{1}", "{a", "}{"]"#))
        #expect(
            scenario.job
                == .command([
                    "yes", "null", "~", "0x10", "1e3", "a: b", "{ x }", "{}", "{1}", "{a", "}{",
                ]))
    }

    @Test("Anchors and aliases are resolved")
    func aliases() throws {
        let scenario = try scenario(
            pipeline(
                strategies: "strategies: { load-all: &judged { role: control }, library: *judged }")
        )
        #expect(scenario.strategies.map(\.role) == [.control, .control])
    }

    @Test("Windows line ends and a byte order mark are accepted")
    func foreignText() throws {
        let text = "\u{FEFF}" + pipeline().split(separator: "\n").joined(separator: "\r\n")
        #expect(try scenario(text).name == "test")
        #expect(try scenario(text).text == text)
    }

    @Test("Without a catalog, every name is accepted")
    func withoutCatalog() {
        let text = pipeline(job: "pipeline: unheard-of", dataset: "dataset: { kind: odd }")
        #expect(mistakes(text, nil) == [])
        #expect(mistakes(text).count == 2)
    }
}
