import Foundation
import MemoryBudget
import Testing

@testable import RunStore

@Suite("Documentation/JSON.md")
struct DocumentationTests {
    /// Keys that are names chosen by users: their object is documented, they are not.
    static let maps: Set = ["parameters", "quality", "settings"]

    /// The keys of a section's tables, in their order.
    private func documented(_ section: String) throws -> [String] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/JSON.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        let sections = text.components(separatedBy: "\n## ")
        let body = try #require(sections.first { $0.hasPrefix(section + "\n") })
        return body.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { String($0.dropFirst(3).prefix { $0 != "`" }) }
    }

    /// The paths of every key, `summary.judged.metric`; an array's are those of its elements.
    private func keys(_ value: Any, _ prefix: String = "") -> Set<String> {
        if let array = value as? [Any] {
            return array.reduce(into: []) { $0.formUnion(keys($1, prefix + "[]")) }
        }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { result, entry in
            let path = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
            result.insert(path)
            if !Self.maps.contains(entry.key) { result.formUnion(keys(entry.value, path)) }
        }
    }

    private func keys(of bytes: [UInt8]) throws -> Set<String> {
        keys(try JSONSerialization.jsonObject(with: Data(bytes)))
    }

    @Test("Every key of a trial is documented, and no other")
    func trial() throws {
        #expect(try keys(of: Observation.complete.jsonLine()) == Set(documented("A trial")))
    }

    @Test("Every key of a cell is documented, and no other")
    func cell() throws {
        let cell = try JSONText.line(RunRecord.complete.scenarios[0].cells[0])
        let own = try keys(of: cell).filter { !$0.hasPrefix("trials[]") }
        #expect(own == Set(try documented("A cell")))
    }

    @Test("Every key of run.json is documented, and no other")
    func run() throws {
        let own = try keys(of: RunRecord.complete.json()).filter {
            !$0.hasPrefix("scenarios[].cells[]")
        }
        #expect(own == Set(try documented("A run")))
    }

    @Test("Every key of a limit and of a need is documented, and no other")
    func searches() throws {
        var limit = LimitRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            budget: BudgetRecord(Budget(metric: .peakRSS, limit: .mebibytes(32))))
        limit.trials = [.complete]
        let need = NeedRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 1), inputBytes: 2), enforcement: .cgroup,
            metric: .peakRSS)
        let documents = [("A limit", try limit.json()), ("A need", try need.json())]
        for (section, bytes) in documents {
            let own = try keys(of: bytes).filter { !$0.hasPrefix("trials[]") }
            #expect(own == Set(try documented(section)), "\(section)")
        }
    }

    @Test("Every key of a baseline is documented, and no other")
    func baseline() throws {
        let run = RunRecord.complete
        var scenario = run.scenarios[0]
        // A trial that was killed has no peak to keep.
        scenario.cells = [CellRecord(cell: .sample(), observations: [.sample()], budget: nil)]
        let baseline = BaselineRecord(scenario, in: run.environment)
        #expect(!baseline.cells.isEmpty)
        #expect(try keys(of: baseline.json()) == Set(documented("A baseline")))
    }

    @Test("A run, a cell and a trial of which nothing is known have every key, with null")
    func nulls() throws {
        let bare = RunRecord.bare
        let cell = bare.scenarios[0].cells[0]
        let values: [(any Encodable, String, [String])] = [
            (bare, "A run", ["scenarios[].cells[]"]), (cell, "A cell", ["trials[]"]),
            (cell.trials[0], "A trial", []),
        ]
        for (value, section, others) in values {
            let bytes = try JSONText.line(value)
            let own = try keys(of: bytes).filter { key in
                !others.contains { key.hasPrefix($0) }
            }
            let documented = try documented(section)
            let top = documented.filter { key in
                guard let dot = key.lastIndex(of: ".") else { return true }
                return own.contains { $0.hasPrefix(key[...dot]) }
            }
            #expect(Set(top).subtracting(own).isEmpty && own.isSubset(of: documented), "\(section)")
            #expect(String(decoding: bytes, as: UTF8.self).contains(":null"), "\(section)")
        }
    }

    @Test("Every word that a key can hold is documented")
    func words() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/JSON.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        let words =
            Outcome.allCases.map(\.rawValue) + Verdict.allCases.map(\.rawValue)
            + Evidence.Kind.allCases.map(\.rawValue) + Metric.allCases.map(\.rawValue)
            + Scenario.Role.allCases.map(\.rawValue) + Enforcement.allCases.map(\.rawValue)
            + Allocator.allCases.map(\.rawValue) + GrowthClass.allCases.map(\.rawValue)
            + GateRule.Kind.allCases.map(\.rawValue)
            + GateFinding.Result.allCases.map(\.rawValue)
        #expect(words.filter { !text.contains("`\($0)`") } == [])
    }
}

extension RunRecord {
    /// A run that was interrupted at its first trial, on a machine that tells nothing.
    static var bare: RunRecord {
        var trial = Observation.sample(peak: nil, outcome: .unmeasured, evidence: .lost)
        trial.unitsDone = nil
        trial.scale.inputBytes = nil
        let cell = CellRecord(cell: .sample(), observations: [trial], budget: nil)
        let environment = EnvironmentRecord(
            kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 32,
            pageSizeBytes: 4096)
        return RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "2026-01-05T10:00:00.000Z",
            environment: environment, seed: 1, commandLine: [],
            scenarios: [ScenarioRecord(name: "csv-ingest", trials: 1, cells: [cell])])
    }

    /// A run with every key there is.
    static var complete: RunRecord {
        var cell = CellRecord(
            cell: .sample(),
            observations: [
                .complete, .sample(outcome: .overBudget, evidence: .watchdog),
            ],
            floor: [.sample(units: 0, kind: .floor)], need: .sample(kind: .need),
            budget: Budget(metric: .peakRSS, limit: .mebibytes(32)),
            rejected: [
                RejectedUnit(file: "D_AAA/ID_1", line: 7, reason: "ragged")
            ])
        cell.summary?.wallNanoseconds = 1.0 / 3
        cell.needEstimate = NeedEstimate(
            bytes: 5 << 30, lowBytes: 4 << 30, highBytes: 6 << 30, fromScales: ["1k", "2k", "4k"])
        let environment = EnvironmentRecord(
            kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 32,
            pageSizeBytes: 4096, thp: "madvise", swapBytes: 0, allocator: "jemalloc 5.3.0",
            swift: "6.3.1", enforcement: [.watchdog],
            noiseFloor: NoiseRecord(
                trials: 5, peakRSSBytes: 8192, peakRSSShare: 0.002, wallShare: 0.01))
        var scenario = ScenarioRecord(
            name: "csv-ingest", about: "a < b", path: "Scenarios/csv-ingest.yaml", unit: "rows",
            budget: BudgetRecord(Budget(metric: .peakRSS, limit: .mebibytes(32))), trials: 3,
            timeoutNanoseconds: 1, dataset: DatasetRecord(.init(kind: "csv-rows")),
            input: "feed.csv",
            unavailable: [UnavailableStrategy(strategy: "copy", reason: "there is no server")])
        scenario.cells = [cell]
        scenario.strategies = [
            StrategyRecord(
                strategy: "streamed", role: .candidate, growth: .complete, liveGrowth: .complete)
        ]
        var run = RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "2026-01-05T10:00:00.000Z",
            finishedAt: "2026-01-05T10:01:00.000Z", environment: environment, seed: .max,
            commandLine: ["membudget", "bench"],
            plan: PlanRecord(
                shard: Shard(index: 1, count: 2),
                scenarios: [
                    ScenarioPlanRecord(
                        name: "csv-ingest", text: "scenario: csv-ingest\n",
                        variants: ["streamed batch=1000"], settings: ["trials": "3"])
                ]), scenarios: [scenario],
            gate: GateRecord(
                findings: [
                    GateFinding(
                        scenario: "csv-ingest", rule: .net, result: .over, sentence: "too much")
                ], exitStatus: 1))
        run.shards = [
            ShardRecord(
                index: 1, startedAt: run.startedAt, finishedAt: "2026-01-05T10:00:30.000Z",
                environment: environment, commandLine: ["membudget", "bench", "--shard", "1/2"])
        ]
        return run
    }
}

extension GrowthRecord {
    /// A growth with every key there is.
    static var complete: GrowthRecord {
        GrowthRecord(
            metric: .peakRSS, growthClass: .linear, candidates: [.linear, .linearithmic],
            curve: GrowthCurveRecord(growthClass: .linear, baseBytes: 1e7, slopeBytes: 100),
            bytesPerUnit: IntervalRecord(estimate: 100, low: 90, high: .infinity),
            breakPoint: BreakPointRecord(estimate: 1e5, low: 9e4, high: nil, isVerified: true))
    }
}
