import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The user's own data in a scenario")
struct OwnDataTests {
    private func own(_ dataset: String) throws -> OwnData? {
        try scenario(
            command("[cat, \"{input}\"]", "dataset: \(dataset)", "scales: [1k, 2k]")
        ).ownData
    }

    @Test("Data can be a file, one file per scale, or a command")
    func forms() throws {
        #expect(try own("{ file: orders.csv }") == .file("orders.csv", repeats: false))
        #expect(
            try own("{ file: \"{here}/o.csv\", repeat: true }")
                == .file("{here}/o.csv", repeats: true))
        #expect(try own("{ files: \"o-{scale}.csv\" }") == .files("o-{scale}.csv"))
        #expect(
            try own("{ command: [python3, gen.py, \"{scale}\", \"{output}\"] }")
                == .command(["python3", "gen.py", "{scale}", "{output}"]))
        #expect(try own("{ kind: csv-rows }") == nil)
    }

    @Test("Paths are relative to the scenario's folder")
    func paths() throws {
        var scenario = try scenario(command("[true]", "cwd: work"))
        scenario.path = "/data/scenarios/orders.yaml"
        #expect(scenario.path("orders.csv") == "/data/scenarios/orders.csv")
        #expect(scenario.path("{here}/a/b.csv") == "/data/scenarios/a/b.csv")
        #expect(scenario.path("/elsewhere/b.csv") == "/elsewhere/b.csv")
        #expect(scenario.trialFolder == "/data/scenarios/work")
    }

    @Test(
        "Keys that don't belong together are reported at their position",
        arguments: [
            ("{ }", "3:10 missing 'kind', 'file', 'files' or 'command' in 'dataset'"),
            ("{ repeat: true }", "3:10 missing 'file' in 'dataset'"),
            ("{ seed: 1 }", "3:10 missing 'kind' in 'dataset'"),
            ("{ file: a.csv, seed: 1 }", "3:25 'dataset.seed' goes with 'kind', not with 'file'"),
            (
                "{ kind: csv-rows, repeat: true }",
                "3:28 'dataset.repeat' goes with 'file', not with 'kind'"
            ),
            (
                "{ file: a.csv, kind: csv-rows }",
                "3:25 'dataset' takes only one of 'kind', 'file', 'files' and 'command', and already"
                    + " has 'file'"
            ),
            ("{ fiel: a.csv, kind: csv-rows }", "3:12 unknown key 'fiel' of 'dataset' → file"),
            ("orders.csv", "3:10 'dataset' must be a mapping → { file: orders.csv }"),
            ("{ file: \"\" }", "3:18 'dataset.file' is not a path"),
            ("{ file: \"{hree}/a.csv\" }", "3:18 unknown placeholder '{hree}' → {here}"),
            (
                "{ files: orders.csv }",
                "3:19 'dataset.files' names one file per scale, but has no {scale}; for a single"
                    + " file, use 'file' → file: orders.csv"
            ),
            (
                "{ command: python3 gen.py }",
                "3:21 'dataset.command' must be a list of the program and its arguments; no shell"
                    + " splits it → [python3, gen.py]"
            ),
            (
                "{ command: [gen, \"{scale}\"] }",
                "3:12 'dataset.command' has no {output}, the path to write the data to →"
                    + " [python3, gen.py, \"{scale}\", \"{output}\"]"
            ),
            (
                "{ command: [gen, \"{output}\"] }",
                "3:1 'dataset.command' writes the same data at all 2 scales: it has no {scale}"
            ),
            (
                "{ command: [gen, \"{scale}\", \"{ouput}\", \"{output}\"] }",
                "3:38 unknown placeholder '{ouput}' → {output}"
            ),
        ])
    func misplaced(dataset: String, message: String) {
        let text = command("[cat, \"{input}\"]", "dataset: \(dataset)", "scales: [1k, 2k]")
        #expect(mistakes(text) == [message])
    }

    @Test("A pipeline that reads CSV takes a file, but no other data of the user")
    func pipelines() {
        #expect(mistakes(pipeline(dataset: "dataset: { file: o.csv }")) == [])
        #expect(
            mistakes(pipeline(dataset: "dataset: { files: \"o-{scale}.csv\" }")) == [
                "3:1 a pipeline can only read generated data, or the first records of one CSV file →"
                    + " { file: orders.csv }"
            ])
        #expect(
            mistakes(
                pipeline(
                    job: "pipeline: contracts", dataset: "dataset: { file: o.csv }",
                    strategies: "strategies: { stream: {} }")) == [
                    "3:1 pipeline 'contracts' does not read 'csv' (it reads: contract-files)"
                ])
    }

    @Test("env, cwd, setup and cleanup are read, for commands only")
    func surroundings() throws {
        let around = [
            "unit: rows", "env: { TZ: UTC, EMPTY: \"\" }", "cwd: \"{here}/work\"",
            "setup: [cp, \"{input}\", \"{here}/x\"]", "cleanup: [rm, \"{here}/x\"]",
        ]
        let text = (["scenario: test", "command: [true]"] + around).joined(separator: "\n")
        let scenario = try scenario(text)
        #expect(scenario.unit == "rows")
        #expect(scenario.surroundings.environment == ["TZ": "UTC", "EMPTY": ""])
        #expect(scenario.surroundings.folder == "{here}/work")
        #expect(scenario.surroundings.setup == ["cp", "{input}", "{here}/x"])
        #expect(scenario.surroundings.cleanup == ["rm", "{here}/x"])
        let pipeline = (["scenario: test", "pipeline: csv-ingest"] + around).joined(separator: "\n")
        #expect(
            mistakes(
                pipeline + "\ndataset: { kind: csv-rows }\nscales: [1k]\nstrategies: { streamed: }")
                == [
                    "3:1 'unit' is for scenarios with a 'command': a pipeline has its own unit",
                    "4:1 'env' is for scenarios with a 'command': a worker needs no variables",
                    "5:1 'cwd' is for scenarios with a 'command': a worker needs no folder",
                    "6:1 'setup' is for scenarios with a 'command': a worker needs no preparation",
                    "7:1 'cleanup' is for scenarios with a 'command': a worker leaves nothing behind",
                ])
    }

    @Test("Mistakes in env, cwd, setup and cleanup are reported together")
    func surroundingMistakes() {
        #expect(
            mistakes(
                command(
                    "[true]", "unit: \"12\"", "env: { \"A=B\": x }", "cwd: \"{input}\"",
                    "setup: rm x", "cleanup: [rm, \"{inptu}\"]")) == [
                    "3:7 'unit' must be a plural name of at most 24 letters, not '12' → rows",
                    "4:8 'A=B' can't be the name of a variable → { TZ: UTC }",
                    "5:6 unknown placeholder '{input}' (known: {here})",
                    "6:8 'setup' must be a list of the program and its arguments; no shell splits it →"
                        + " [rm, x]",
                    "7:15 unknown placeholder '{inptu}' → {input}",
                ])
    }

    @Test("A parameter that only setup uses is not a mistake")
    func parameterInSetup() {
        #expect(
            mistakes(command("[true]", "setup: [touch, \"{name}\"]", "parameters: { name: [a] }"))
                == [])
    }
}
