import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A run in shards, on one machine or several, equals the unsharded run.
    @Suite struct Sharding {
        private static let options = smallIngest + ["--trials", "2"]

        @Test("Shards measure every trial of a run once, and joined they equal that run")
        func joined() async throws {
            let workplace = try Workplace()
            let whole = try await Benched("csv-ingest", Self.options, in: workplace)
            var order: [String] = []
            for index in 1...4 {
                let result = try await workplace.run(
                    [
                        Products.path("membudget"), "bench", shippedScenario("csv-ingest"),
                        "--run-dir", "part-\(index)", "--shard", "\(index)/4",
                    ] + Self.options)
                #expect(result.status == 0, "\(result)")
                let trials = JSON.lines(workplace.text("part-\(index)/trials.jsonl"))
                order += trials.map(\.name)
            }
            #expect(Set(order) == Set(whole.trials.map(\.name)))
            #expect(order.count == whole.trials.count)
            // Three strategies, four shards.
            #expect(workplace.text("part-4/trials.jsonl") == "")
            let merged = try await workplace.membudget(
                "merge", "part-3", "part-1", "part-4", "part-2", "--output", "joined")
            #expect(merged.status == 0, "\(merged)")
            #expect(merged.standardOutput.contains("✗ over"))
            let record = JSON(workplace.text("joined/run.json"))
            let cells = record["scenarios"].elements.first?["cells"].elements ?? []
            #expect(cells.map(\.outline) == whole.cells.map(\.outline))
            #expect(workplace.names(in: "joined/series") == workplace.names(in: "run/series"))
            #expect(workplace.rejectedNames(in: "joined") == workplace.rejectedNames())
        }

        @Test(
            "Shards of a gate are judged when they are joined, because only then are ratios known",
            arguments: [("0.5", 0), ("0.05", 1)])
        func gated(ratio: String, status: Int) async throws {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: sizes
                command: ["{libexec}/membudget-selftest", touch, "{strategy}"]
                trials: 1
                budget: { peak-rss: 32MiB }
                strategies:
                  "64": { role: control }
                  "8":
                    gate: { memory: { at-most: \(ratio), of: "64" } }
                """, to: "sizes.yaml")
            for index in 1...2 {
                let part = try await workplace.membudget(
                    "gate", "sizes.yaml", "--shard", "\(index)/2", "--run-dir", "part-\(index)",
                    "--advisory")
                #expect(part.status == 0, "\(part)")
            }
            let alone = JSON(workplace.text("part-2/run.json"))["gate"]
            #expect(alone["exit_status"].integer == 3)
            let merged = try await workplace.membudget(
                "merge", "part-1", "part-2", "--output", "joined")
            #expect(merged.status == status, "\(merged)")
            let gate = JSON(workplace.text("joined/run.json"))["gate"]
            #expect(gate["exit_status"].integer == status)
            let found = gate["findings"].elements.first { $0["rule"].text == "memory_ratio" }
            #expect(found?["result"].text == (status == 0 ? "kept" : "over"), "\(merged)")
            #expect(found?["line"].integer == 8)
        }

        @Test(
            "Shards against a base are joined, even if one has no trial of a scenario")
        func against() async throws {
            let workplace = try Workplace()
            let base = workplace.directory.path("base")
            try FileManager.default.createDirectory(
                atPath: base, withIntermediateDirectories: false)
            for name in ["membudget-selftest", "membudget-worker"] {
                try FileManager.default.copyItem(
                    atPath: try Products.path(name), toPath: "\(base)/\(name)")
            }
            let jobs = [
                "one": "pipeline: csv-ingest\ndataset: { kind: csv-rows, seed: 42 }\nscales: [300]"
                    + "\nstrategies:\n  streamed: {}",
                "two": #"command: ["{libexec}/membudget-selftest", touch, "8"]"#,
            ]
            for (name, job) in jobs {
                try workplace.directory.write(
                    "scenario: \(name)\nabout: A half\ntrials: 2\nbudget: { peak-rss: 256MiB }\n"
                        + job + "\n", to: "\(name).yaml")
            }
            for index in 1...3 {
                let part = try await workplace.membudget(
                    "gate", "one.yaml", "two.yaml", "--against", base, "--shard", "\(index)/3",
                    "--run-dir", "part-\(index)", "--advisory")
                #expect(part.status == 0, "\(part)")
            }
            let empty = JSON(workplace.text("part-3/run.json"))["gate"]
            #expect(empty["exit_status"].integer == 3)
            let merged = try await workplace.membudget(
                "merge", "part-1", "part-2", "part-3", "--output", "joined")
            let record = JSON(workplace.text("joined/run.json"))
            let scenarios = record["scenarios"].elements
            #expect(scenarios.map { $0["name"].text } == ["one", "one@base", "two", "two@base"])
            let trials = scenarios.map { $0["cells"].elements.first?["trials"].elements.count ?? 0 }
            #expect(trials.allSatisfy { $0 >= 2 }, "\(merged)")
            let found = record["gate"]["findings"].elements.filter { $0["rule"].text == "baseline" }
            #expect(found.map { $0["scenario"].text } == ["one", "two"], "\(merged)")
        }

        @Test("Missing references for judging the whole are found before anything is written")
        func unjudgeable() async throws {
            let workplace = try Workplace()
            try FixedProgram(workplace: workplace).write(mebibytes: 8)
            let folder = workplace.directory.path("baselines")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let part = try await workplace.membudget(
                "gate", "fixed.yaml", "--baseline", "baselines", "--shard", "1/1", "--run-dir",
                "part", "--advisory")
            #expect(part.status == 0, "\(part)")
            try FileManager.default.removeItem(atPath: folder)
            let merged = try await workplace.membudget("merge", "part", "--output", "joined")
            #expect(merged.status == 66, "\(merged)")
            #expect(!workplace.holds("joined"))
        }

        @Test(
            "Joined shards are judged with the options of their gates, as the whole run is",
            arguments: [([], 0), (["--require-baseline"], 3), (["--ratchet"], 2)])
        func gateSettings(options: [String], status: Int) async throws {
            let workplace = try Workplace()
            func write(mebibytes: Int) throws {
                try workplace.directory.write(
                    """
                    scenario: pair
                    command:
                      - sh
                      - -c
                      - exec "$1" touch \(mebibytes)
                      - "{strategy}"
                      - "{libexec}/membudget-selftest"
                    trials: 2
                    budget: { peak-rss: 64MiB }
                    strategies: { one: {}, two: {} }
                    """, to: "pair.yaml")
            }
            try write(mebibytes: 24)
            let before = try await workplace.membudget(
                "gate", "pair.yaml", "--strategy", "one", "--update-baseline", "baselines")
            #expect(before.status == 0, "\(before)")
            // One gives a shrunk peak, the other a missing baseline.
            try write(mebibytes: 8)
            let judged = ["gate", "pair.yaml", "--baseline", "baselines"] + options
            for part in [["whole"], ["part-1", "--shard", "1/2"], ["part-2", "--shard", "2/2"]] {
                let run = try await workplace.run(
                    [Products.path("membudget")] + judged + ["--run-dir"] + part)
                #expect(part[0] != "whole" || run.status == status, "\(run)")
            }
            let merged = try await workplace.membudget(
                "merge", "part-1", "part-2", "--output", "joined")
            #expect(merged.status == status, "\(merged)")
            let gate = JSON(workplace.text("joined/run.json"))["gate"]
            #expect(gate["ratchet"].bool == options.contains("--ratchet"))
            #expect(gate["require_baseline"].bool == options.contains("--require-baseline"))
            #expect(gate["exit_status"].integer == status)
        }

        @Test("Runs that are not shards are refused with specific messages, and nothing is written")
        func refusals() async throws {
            let workplace = try Workplace()
            let path = shippedScenario("selftest/selftest-within")
            _ = try await Benched(path, ["--trials", "1"], in: workplace)
            let part = try await workplace.membudget(
                "bench", path, "--trials", "1", "--shard", "1/2", "--run-dir", "part")
            #expect(part.status == 0, "\(part)")
            let cases: [([String], Int)] = [
                (["run"], 65), (["part"], 65), (["part", "part"], 65), (["nowhere"], 66), ([], 64),
            ]
            for (runs, status) in cases {
                let result = try await workplace.run(
                    [Products.path("membudget"), "merge"] + runs + ["--output", "joined"])
                #expect(result.status == status, "\(result)")
                #expect(!workplace.holds("joined"))
            }
            let shard = try await workplace.membudget("bench", path, "--shard", "3/2")
            #expect(shard.status == 64, "\(shard)")
            #expect(shard.standardError.contains("is not a shard; use 1/2 to 2/2"))
            let second = try await workplace.membudget(
                "bench", path, "--trials", "1", "--shard", "2/2", "--run-dir", "rest")
            #expect(second.status == 0, "\(second)")
            let taken = try await workplace.membudget("merge", "part", "rest", "--output", "run")
            #expect(taken.status == 73, "\(taken)")
        }
    }
}

extension JSON {
    /// Returns the name of a trial in its run.
    fileprivate var name: String {
        let parts = [self["strategy"].text, self["scale"]["label"].text, self["kind"].text]
        return parts.map { $0 ?? "?" }.joined(separator: " ") + " \(self["index"].integer ?? -1)"
    }
}
