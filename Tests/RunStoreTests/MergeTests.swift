import Foundation
import MemoryBudget
import Testing

@testable import RunStore

@Suite("Joining the shards of a run")
struct MergeTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Writes a shard that measured some of the strategies `a`, `b` and `c`.
    func shard(
        _ index: Int, of count: Int, _ strategies: String..., name: String? = nil,
        change: (inout RunRecord) -> Void = { _ in }
    ) throws -> String {
        let cells = [1_000, 2_000].flatMap { units in
            strategies.map { Cell.sample($0, units: units) }
        }
        let trials = cells.flatMap { cell in
            (0..<2).map { Observation.sample(cell.strategy, units: cell.scale.units, index: $0) }
        }
        var scenario = ScenarioRecord(name: "csv-ingest", trials: 2)
        scenario.cells = cells.map { cell in
            let own = trials.filter {
                $0.strategy == cell.strategy && $0.scale.units == cell.scale.units
            }
            return CellRecord(cell: cell, observations: own, budget: nil)
        }
        var record = RunRecord.bare
        record.scenarios = [scenario]
        record.finishedAt = "2026-01-05T10:0\(index % 10):00.000Z"
        record.commandLine = ["membudget", "bench", "--shard", "\(index)/\(count)"]
        record.plan = PlanRecord(
            shard: Shard(index: index, count: count),
            scenarios: [
                ScenarioPlanRecord(
                    name: "csv-ingest", text: "scenario: csv-ingest\n", variants: ["a", "b", "c"],
                    settings: ["trials": "2"])
            ])
        change(&record)
        let path = "\(scratch.path)/\(name ?? "shard-\(index)")"
        let directory = try RunDirectory(creating: path)
        var journal = try directory.openJournal()
        for trial in trials {
            try directory.write(Series(), of: trial)
            try journal.append(trial)
        }
        try directory.write(record)
        return path
    }

    func joined(_ paths: [String]) throws(RunStoreError) -> RunMerge {
        try RunMerge(of: paths, commandLine: ["membudget", "merge"]) { "\($0)" }
    }

    private func merge(_ paths: String...) throws -> RunRecord {
        try joined(paths).write(to: scratch.path + "/whole") { $0 }
    }

    /// Expects a refusal with an exit status, and that nothing was written.
    func refusal(_ status: MemoryBudget.ExitStatus, _ paths: String...) -> String {
        let error = #expect(throws: RunStoreError.self) {
            _ = try joined(paths).write(to: scratch.path + "/whole") { $0 }
        }
        #expect(error?.exitStatus == status)
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/whole"))
        return error?.description ?? ""
    }

    @Test("Cells are in the order of the table, whatever the order of the shards")
    func order() throws {
        let paths = try [shard(1, of: 2, "a", "c"), shard(2, of: 2, "b")]
        let record = try merge(paths[1], paths[0])
        let cells = record.scenarios[0].cells
        #expect(
            cells.map { "\($0.strategy) \($0.scale.label)" }
                == ["a 1k", "b 1k", "c 1k", "a 2k", "b 2k", "c 2k"])
        #expect(cells.allSatisfy { $0.measured.count == 2 })
        #expect(record.scenarios[0].strategies.map(\.strategy) == ["a", "b", "c"])
        #expect(record.scenarios[0].strategies.allSatisfy { $0.growth != nil })
        #expect(record.plan?.shard == nil)
        #expect(record.shards?.map(\.index) == [1, 2])
        #expect(record.finishedAt == "2026-01-05T10:02:00.000Z")
        let directory = try RunDirectory(reading: scratch.path + "/whole")
        #expect(try directory.record() == record)
        #expect(try directory.observations().count == 12)
        #expect(try scratch.names(in: "whole/series").count == 12)
    }

    @Test("A merge that is stopped leaves nothing of the joined run")
    func stopped() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        var copied = 0
        #expect(throws: CancellationError.self) {
            _ = try joined(paths).write(to: scratch.path + "/whole") {
                $0
            } checkStop: {
                copied += 1
                if copied > 5 { throw CancellationError() }
            }
        }
        #expect(copied == 6)
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/whole"))
    }

    @Test("A shard without trials is joined, too")
    func empty() throws {
        let record = try merge(shard(1, of: 2, "a", "b", "c"), shard(2, of: 2))
        #expect(record.scenarios[0].cells.count == 6)
    }

    @Test("The joined run has the worst noise floor of all machines")
    func noise() throws {
        func noise(_ bytes: Double) -> NoiseRecord {
            NoiseRecord(trials: 5, peakRSSBytes: bytes, peakRSSShare: 0.01, wallShare: 0.1)
        }
        let paths = try [
            shard(1, of: 2, "a") { $0.environment.noiseFloor = noise(100) },
            shard(2, of: 2, "b") { $0.environment.noiseFloor = noise(300) },
        ]
        #expect(try merge(paths[0], paths[1]).environment.noiseFloor == noise(300))
    }

    @Test("A missing shard is named")
    func missing() throws {
        let message = try refusal(.invalidScenario, shard(1, of: 3, "a"), shard(3, of: 3, "c"))
        #expect(message.contains("shard 2/3 of its run is missing"))
    }

    @Test("A shard that is given twice is refused, under another name too")
    func duplicate() throws {
        let message = try refusal(
            .invalidScenario, shard(1, of: 2, "a"), shard(1, of: 2, "a", name: "again"),
            shard(2, of: 2, "b"))
        #expect(message.contains("shard 1/2 is also in"))
    }

    @Test("A trial that is in two shards is refused")
    func overlapping() throws {
        let message = try refusal(.invalidScenario, shard(1, of: 2, "a"), shard(2, of: 2, "a", "b"))
        #expect(message.contains("the trial csv-ingest a @ 1k measured 0 is also in"))
    }

    @Test(
        "Shards with different texts, options, seeds or counts are refused",
        arguments: [
            ("text", .text(scenario: "csv-ingest")),
            ("trials", .setting(scenario: "csv-ingest", name: "trials", found: "5", wanted: "2")),
            (
                "budget",
                .setting(scenario: "csv-ingest", name: "budget", found: "1", wanted: "none")
            ),
            ("variants", .variants(scenario: "csv-ingest", found: ["a"], wanted: ["a", "b", "c"])),
            ("seed", .condition(name: "seed", found: "7", wanted: "1")),
            ("count", .shardCount(found: 3, wanted: 2)),
        ] as [(String, ConditionDifference)])
    func mixed(_ changed: String, _ difference: ConditionDifference) throws {
        let other = try shard(2, of: 2, "b") { record in
            switch changed {
            case "text": record.plan?.scenarios[0].text = "scenario: other\n"
            case "trials": record.plan?.scenarios[0].settings["trials"] = "5"
            case "budget": record.plan?.scenarios[0].settings["budget"] = "1"
            case "variants": record.plan?.scenarios[0].variants = ["a"]
            case "seed": record.seed = 7
            default: record.plan?.shard = Shard(index: 2, count: 3)
            }
        }
        let message = try refusal(.invalidScenario, shard(1, of: 2, "a"), other)
        #expect(message.contains("\(difference)"), "\(message)")
    }

    @Test("Shards judged with different options are refused, but one may be advisory")
    func judgedOtherwise() throws {
        let judged = GateRecord(findings: [], exitStatus: 3, baseline: "baselines")
        let first = try shard(1, of: 2, "a") { $0.gate = judged }
        let changes: [(String, (inout GateRecord?) -> Void, String)] = [
            ("none", { $0 = nil }, "with 'bench', not 'gate --baseline baselines'"),
            ("baseline", { $0?.baseline = "old ones" }, "with 'gate --baseline 'old ones''"),
            ("required", { $0?.isBaselineRequired = true }, "baselines --require-baseline', not"),
            ("ratchet", { $0?.isRatchet = true }, "--baseline baselines --ratchet', not 'gate"),
        ]
        for (name, change, expected) in changes {
            let other = try shard(2, of: 2, "b", name: name) {
                $0.gate = judged
                change(&$0.gate)
            }
            let message = refusal(.invalidScenario, first, other)
            #expect(message.contains(expected), "\(message)")
        }
        let advisory = try shard(2, of: 2, "b") {
            $0.gate = GateRecord(
                findings: [], exitStatus: 0, isAdvisory: true, baseline: "baselines")
        }
        #expect(try joined([advisory, first]).gate == judged)
        #expect(try merge(first, advisory).gate == nil)
    }

    @Test("An unfinished shard is refused, with the command that finishes it")
    func unfinished() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b") { $0.finishedAt = nil }]
        let message = refusal(.invalidScenario, paths[0], paths[1])
        #expect(message.contains("membudget bench --resume --run-dir \(paths[1])"))
    }

    @Test("A run that is not a shard, and a folder without a run, are different errors")
    func none() throws {
        let whole = try shard(1, of: 2, "a") { $0.plan?.shard = nil }
        #expect(refusal(.invalidScenario, whole).contains("is not a shard"))
        #expect(refusal(.noInput, scratch.path + "/nowhere").contains("not the folder of a run"))
    }

    @Test("A damaged journal is refused with its line")
    func damaged() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        let journal = try scratch.read("shard-2/trials.jsonl")
        try scratch.write("{\"half\":\n" + journal, to: "shard-2/trials.jsonl")
        #expect(refusal(.invalidScenario, paths[0], paths[1]).contains("trials.jsonl:1: "))
    }

    @Test("A finished shard whose journal lacks a trial is refused with the shard and the trial")
    func lost() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        let lines = try scratch.read("shard-2/trials.jsonl").split(separator: "\n")
        let text = lines.dropFirst().map { $0 + "\n" }.joined()
        try scratch.write(text, to: "shard-2/trials.jsonl")
        let message = refusal(.invalidScenario, paths[0], paths[1])
        #expect(message.hasPrefix("\(paths[1]): the trial csv-ingest b @ 1k measured 0 is in run"))
    }

    @Test("A lost floor trial is noticed by its series")
    func lostFloor() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        let floor = Observation.sample("b", units: 0, kind: .floor)
        let name = try RunDirectory(reading: paths[1]).write(Series(), of: floor)
        let message = refusal(.invalidScenario, paths[0], paths[1])
        #expect(message.hasPrefix("\(paths[1]): the trial of \(name) is not in trials.jsonl"))
    }

    @Test("A shard whose journal ends in the middle of a line is refused", arguments: [1, 2])
    func torn(index: Int) throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        let journal = try scratch.read("shard-\(index)/trials.jsonl")
        try scratch.write(journal + "{\"half\":", to: "shard-\(index)/trials.jsonl")
        let message = refusal(.invalidScenario, paths[0], paths[1])
        #expect(message.hasPrefix("\(paths[index - 1]): trials.jsonl ends in the middle of a line"))
    }

    @Test(
        "Scenarios are joined by name, even a base that only one shard has", arguments: [1, 2])
    func bases(owner: Int) throws {
        func path(_ index: Int) throws -> String {
            try shard(index, of: 2, index == 1 ? "a" : "b") { record in
                guard index == owner else { return }
                record.scenarios.append(
                    ScenarioRecord(name: "csv-ingest@base", build: .base, trials: 2))
            }
        }
        let record = try merge(path(1), path(2))
        #expect(record.scenarios.map(\.name) == ["csv-ingest", "csv-ingest@base"])
        #expect(record.scenarios[0].cells.count == 4)
    }

    @Test("A scenario outside of the plan is refused with the shard")
    func stranger() throws {
        let paths = try [
            shard(1, of: 2, "a"),
            shard(2, of: 2, "b") { $0.scenarios.append(ScenarioRecord(name: "other", trials: 2)) },
        ]
        let message = refusal(.invalidScenario, paths[0], paths[1])
        #expect(message.hasPrefix("\(paths[1]): its scenarios don't match its plan"))
    }

    @Test("A record with an impossible shard is refused when it is read")
    func impossibleShard() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        let text = try scratch.read("shard-2/run.json")
            .replacingOccurrences(of: #""index" : 2"#, with: #""index" : -7"#)
        try scratch.write(text, to: "shard-2/run.json")
        #expect(refusal(.invalidScenario, paths[0], paths[1]).contains("plan.shard.index"))
    }

    @Test("A different machine is a warning that names the differences")
    func machines() throws {
        let paths = try [
            shard(1, of: 2, "a"),
            shard(2, of: 2, "b") {
                $0.environment.cpus = 64
                $0.environment.thp = "always"
            },
        ]
        let merge = try joined(paths)
        #expect(merge.warnings.map(\.path) == [paths[1]])
        #expect(merge.warnings.map(\.firstPath) == [paths[0]])
        #expect(
            merge.warnings.first?.differences == [
                .condition(name: "transparent huge pages", found: "always", wanted: "none"),
                .condition(name: "processors", found: "64", wanted: "2"),
            ])
    }

    @Test(
        "A full disk leaves nothing of the joined run",
        .enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func fullDisk() throws {
        let paths = try [shard(1, of: 2, "a", "c"), shard(2, of: 2, "b")]
        let disk = try #require(try TinyDisk())
        try disk.fill(leaving: 6)
        let error = #expect(throws: RunStoreError.self) {
            _ = try joined(paths).write(to: disk.path + "/whole") { $0 }
        }
        #expect(error?.exitStatus == .storeFailure)
        #expect(!FileManager.default.fileExists(atPath: disk.path + "/whole"))
    }
}
