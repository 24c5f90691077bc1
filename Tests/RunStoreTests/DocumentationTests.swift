import Files
import MemoryBudget
import TestSupport
import Testing

@testable import MemoryBudget
@testable import RunStore

@Suite("Documentation/JSON.md")
struct DocumentationTests {
    private let tables: KeyTables

    init() throws {
        tables = try .committed()
    }

    @Test("Every key of a trial is documented, and no other")
    func trial() throws {
        let own = try KeyTables.keys(encoded: Observation.complete.jsonLine())
        #expect(own == tables.keys(of: "A trial"))
    }

    @Test("Every key of a cell is documented, and no other")
    func cell() throws {
        let cell = try JSONText.line(RunRecord.complete.scenarios[0].cells[0])
        #expect(try KeyTables.keys(encoded: cell) == tables.keys(of: "A cell"))
    }

    @Test("Every key of a profile is documented, and no other")
    func profile() throws {
        let profile = try JSONText.line(ProfileRecord.sample(of: .complete))
        let keys = try KeyTables.keys(encoded: profile)
        #expect(keys.symmetricDifference(tables.keys(of: "A profile")).isEmpty)
    }

    @Test("Every key of run.json is documented, and no other")
    func run() throws {
        let own = try KeyTables.keys(encoded: RunRecord.complete.json())
        #expect(own == tables.keys(of: "A run"))
    }

    @Test("Every figure of a finding and of a doubt is documented, and no other")
    func figures() throws {
        func keys(of values: [some Encodable]) throws -> Set<String> {
            try values.reduce(into: []) {
                $0.formUnion(try KeyTables.keys(encoded: JSONText.line($1), maps: []))
            }
        }
        let documented = tables.keys(of: "Figures of a finding")
        #expect(try keys(of: FindingReason.examples) == documented)
        let names = Set(FindingReason.CodingKeys.allCases.map(\.rawValue))
        #expect(documented.filter { !$0.contains(".") } == names)
        let doubts: [GrowthDoubt] = [
            .tooFewScales(scales: 3), .contradicted(units: 9),
            .disagreement(units: 9), .misfit(share: 0.3), .steps(share: 0.2),
            .unexplained(share: 0.1, errors: 9), .uneven(share: 0.1, errors: 9),
            .refuted(units: 9, isOver: true),
        ]
        #expect(try keys(of: doubts) == tables.keys(of: "Figures of a doubt"))
    }

    @Test("The name of a scenario from an earlier membudget tells whose workers ran it")
    func build() throws {
        for build in Build.allCases {
            let record = ScenarioRecord(
                name: build.name(of: "csv-ingest"), build: build, trials: 1)
            let text = String(decoding: try JSONText.line(record), as: UTF8.self)
            let old = text.replacing("\"build\":\"\(build.rawValue)\",", with: "")
            #expect(old.count < text.count)
            let read = try JSONText.decode(ScenarioRecord.self, from: Array(old.utf8))
            #expect(read.build == build)
        }
    }

    @Test("A reason is read back unchanged")
    func roundTrip() throws {
        for reason in FindingReason.examples {
            #expect(try JSONText.decode(FindingReason.self, from: JSONText.line(reason)) == reason)
        }
    }

    @Test("Every key of a limit and of a need is documented, and no other")
    func searches() throws {
        var limit = LimitRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            budget: Budget(metric: .peakRSS, limit: .mebibytes(32)))
        limit.trials = [.complete]
        limit.inversion = LimitRecord.Inversion(overUnits: 1, withinUnits: 2)
        var need = NeedRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 1), inputBytes: 2), enforcement: .cgroup,
            metric: .peakRSS)
        need.trials = [.complete]
        need.inversion = NeedRecord.Inversion(enoughBytes: 1, shortBytes: 2)
        #expect(try KeyTables.keys(encoded: limit.json()) == tables.keys(of: "A limit"))
        #expect(try KeyTables.keys(encoded: need.json()) == tables.keys(of: "A need"))
    }

    @Test("Every key of a size is documented, and no other")
    func size() throws {
        var size = SizeRecord.sample
        size.trials = [.complete]
        size.needs[0].trials = [.complete]
        let own = try KeyTables.keys(encoded: size.json())
        #expect(own.symmetricDifference(tables.keys(of: "A size")).isEmpty)
    }

    @Test("Every key of a baseline is documented, and no other")
    func baseline() throws {
        let run = RunRecord.complete
        var scenario = run.scenarios[0]
        // A killed trial has no peak to store.
        scenario.cells = [CellRecord(cell: .sample(), observations: [.sample()], budget: nil)]
        let baseline = BaselineRecord(scenario, in: run.environment)
        #expect(!baseline.cells.isEmpty)
        #expect(try KeyTables.keys(encoded: baseline.json()) == tables.keys(of: "A baseline"))
    }

    @Test("A run, a cell and a trial without known values have every key, with null")
    func nulls() throws {
        let bare = RunRecord.bare
        let cell = bare.scenarios[0].cells[0]
        let values: [(any Encodable, String)] = [
            (bare, "A run"), (cell, "A cell"), (cell.trials[0], "A trial"),
        ]
        for (value, section) in values {
            let bytes = try JSONText.line(value)
            let own = try KeyTables.keys(encoded: bytes)
            let documented = tables.keys(of: section)
            let top = documented.filter { key in
                guard let dot = key.lastIndex(of: ".") else { return true }
                return own.contains { $0.hasPrefix(key[...dot]) }
            }
            #expect(top.subtracting(own).isEmpty && own.isSubset(of: documented), "\(section)")
            #expect(String(decoding: bytes, as: UTF8.self).contains(":null"), "\(section)")
        }
    }

    @Test("Every word that a key can have is documented")
    func words() throws {
        let words =
            Outcome.allCases.map(\.rawValue) + Verdict.allCases.map(\.rawValue)
            + Evidence.Kind.allCases.map(\.rawValue) + Metric.allCases.map(\.rawValue)
            + Scenario.Role.allCases.map(\.rawValue)
            + Allocator.allCases.map(\.rawValue) + GrowthClass.allCases.map(\.rawValue)
            + GateRule.Kind.allCases.map(\.rawValue)
            + GateFinding.Result.allCases.map(\.rawValue)
            + WorthRow.Gap.allCases.map(\.rawValue)
            + ResultCheckRecord.Finding.allCases.map(\.rawValue)
            + ResultFingerprint.Format.allCases.map(\.rawValue)
        #expect(words.filter { !tables.text.contains("`\($0)`") } == [])
    }
}

extension FindingReason {
    /// One reason of each kind.
    static let examples: [FindingReason] = [
        .controlNotRun(strategies: ["load-all"]),
        .notRun, .unfinished, .noCandidate, .nothingCompared, .unavailable(cause: "no server"),
        .noTrials, .ended(as: .verified), .failed(outcome: .crashed, trials: 1, of: 3),
        .resultsDisagree(groups: [.init(variants: ["a"], trials: 1, rows: nil, digest: "0f")]),
        .control(verdict: .over), .verdict(verdict: .within), .noBudget,
        .peak(metric: .peakRSS, isKilled: true), .noFloor,
        .net(netBytes: Interval(estimate: 3, low: 2, high: .infinity), floorBytes: 8),
        .noGrowth, .undecidedGrowth(candidates: [.linear], doubts: [.tooFewScales(scales: 3)]),
        .growth(found: .linear, candidates: [.linear], promised: .constant),
        .rangeGrowth(share: Interval(estimate: 0.1, low: 0, high: 0.2), allowed: 0.05), .noSlope,
        .slope(bytesPerUnit: Interval(estimate: 3, low: 2, high: 4)),
        .refutedSlope(
            bytesPerUnit: Interval(estimate: 3, low: 2, high: 4), units: 9, isOver: true),
        .incomplete,
        .otherNotRun(strategy: "load-all"), .otherUnmeasured(strategy: "load-all"),
        .singleTrial(strategy: "load-all"),
        .share(
            strategy: "load-all", isUpperBound: true,
            interval: Interval(estimate: 1, low: 0, high: 2)),
        .change(comparison: Comparison(.new), bytes: 1, earlierBytes: 2, against: .base),
        .earlierKilled(bytes: 1, earlierBytes: 2, against: .baseline), .baseUnavailable,
        .notInBase, .baseWrong, .baseUnmeasured, .noBaseline(environment: "x", others: ["y"]),
        .emptyBaselines(folder: "x"), .unreadableReference(trials: 1, of: 2),
        .notInBaseline, .foreignBaseline,
    ]
}

extension WorthRecord {
    /// A combination of changes with every figure, and a pair with every doubt.
    static var complete: WorthRecord {
        var row = WorthRow(
            changes: ["1"], strategy: "streamed", parameters: ["fixes": "1"], claim: "50 %",
            gap: .stopped)
        row.atLeastBytes = 1
        row.netBytes = Interval(estimate: 2, low: 1, high: 3)
        row.saved = Interval(estimate: 0.5, low: -0.1, high: 0.6)
        row.unitsPerSecond = row.netBytes
        row.speed = row.netBytes
        row.isSpeedWithinNoise = true
        return WorthRecord(
            scale: ScaleRecord(Scale(units: 1), inputBytes: 2), rows: [row],
            first: FirstChanges(
                changes: ["1", "2"], undecided: [["1", "3"]], uncompared: [["2", "3"]],
                othersSaveAtMost: 0.01))
    }
}

extension RunRecord {
    /// A run that was interrupted at its first trial, on a machine without known facts.
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

    /// A run with all keys.
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
        cell.disagreement = ResultDisagreement(groups: [
            .init(variants: ["streamed"], trials: 1, rows: 3, digest: "0f")
        ])
        cell.holder = (try? ProfileRecord.sample(of: .killedProfiled())).map(HolderRecord.init)
        cell.needEstimate = NeedEstimate(
            bytes: 5 << 30, lowBytes: 4 << 30, highBytes: 6 << 30, fromScales: ["1k", "2k", "4k"])
        let environment = EnvironmentRecord(
            kernel: "Linux 6", architecture: "x86_64", cpus: 2, memoryBytes: 1 << 32,
            pageSizeBytes: 4096, thp: "madvise", swapBytes: 0, allocator: "jemalloc 5.3.0",
            swift: "6.3.1", enforcement: [.watchdog],
            noiseFloor: NoiseRecord(
                trials: 5, peakRSSBytes: 8192, peakRSSShare: 0.002, wallShare: 0.01,
                programs: [
                    ProgramNoise(
                        linking: .dynamic, trials: 5, peakRSSBytes: 8192, peakRSSShare: 0.002,
                        wallShare: 0.01)
                ]))
        var scenario = ScenarioRecord(
            name: "csv-ingest", about: "a < b", path: "Scenarios/csv-ingest.yaml", unit: "rows",
            budget: Budget(metric: .peakRSS, limit: .mebibytes(32)), trials: 3,
            timeoutNanoseconds: 1, dataset: .init(kind: "csv-rows"),
            input: "feed.csv",
            unavailable: [UnavailableStrategy(strategy: "copy", reason: "there is no server")])
        scenario.cells = [cell]
        scenario.strategies = [
            StrategyRecord(
                strategy: "streamed", role: .candidate, growth: .complete, liveGrowth: .complete,
                failedEdges: [
                    FailedEdgeRecord(
                        .sample(kind: .edge, outcome: .failed, evidence: .exitCode))
                ].compactMap(\.self))
        ]
        scenario.controlsNotRun = ["load-all"]
        scenario.ownData = .file("orders.csv", repeats: true)
        scenario.verification = .sameAs(strategy: "load-all")
        scenario.changes = Changes(
            base: "load-all", parameter: "fixes", claim: "half",
            each: [.init(key: "1", name: "stream", claim: "50 %")])
        scenario.worth = .complete
        var run = RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "2026-01-05T10:00:00.000Z",
            finishedAt: "2026-01-05T10:01:00.000Z", environment: environment, seed: .max,
            commandLine: ["membudget", "bench"],
            plan: PlanRecord(
                shard: Shard(index: 1, count: 2),
                scenarios: [
                    ScenarioPlanRecord(
                        name: "csv-ingest", text: "scenario: csv-ingest\n",
                        variants: ["streamed batch=1000"], settings: ["trials": "3"],
                        files: [
                            PlannedFileRecord(
                                role: .worker, name: "membudget-worker", path: "/w", digest: "0f",
                                stamp: FileStamp(
                                    device: 1, inode: 2, bytes: 3, modifiedNanoseconds: 4,
                                    changedNanoseconds: 5))
                        ])
                ]), scenarios: [scenario],
            gate: GateRecord(
                findings: [
                    GateFinding(
                        scenario: "csv-ingest", rule: .net, result: .over, sentence: "too much",
                        reason: .noFloor)
                ], exitStatus: 1))
        run.resumedWithoutRecord = true
        run.shards = [
            ShardRecord(
                index: 1, startedAt: run.startedAt, finishedAt: "2026-01-05T10:00:30.000Z",
                environment: environment, commandLine: ["membudget", "bench", "--shard", "1/2"])
        ]
        return run
    }
}

extension GrowthRecord {
    /// A growth record with all keys.
    static var complete: GrowthRecord {
        GrowthRecord(
            metric: .peakRSS, growthClass: .linear, candidates: [.linear, .linearithmic],
            curve: GrowthCurve(growthClass: .linear, baseBytes: 1e7, slopeBytes: 100),
            bytesPerUnit: Interval(estimate: 100, low: 90, high: .infinity),
            rangeGrowth: Interval(estimate: 0.5, low: 0.4, high: .infinity),
            doubtFigures: [.tooFewScales(scales: 3)],
            breakPoint: BreakPoint(
                units: Interval(estimate: 1e5, low: 9e4, high: .infinity),
                fitted: Interval(estimate: 1e5, low: 9e4, high: .infinity), allowsSteps: false,
                isVerified: true))
    }
}
