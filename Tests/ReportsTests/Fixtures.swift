import MemoryBudget
import RunStore

/// Runs as a bench leaves them, made of raw trials so that their assembly is tested too.
enum Fixture {
    static let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))

    static func mebibytes(_ value: Double) -> Int { Int(value * 1_048_576) }

    static let environment = EnvironmentRecord(
        kernel: "Linux 6.1.0-18-amd64", architecture: "x86_64", cpus: 2,
        memoryBytes: mebibytes(3_912), pageSizeBytes: 4096, thp: "madvise", swapBytes: 0,
        allocator: "jemalloc 5.3.0", swift: "6.3.1", enforcement: [.cgroupV2, .watchdog, .rlimit])

    static func run(_ scenarios: ScenarioRecord...) -> RunRecord {
        RunRecord(
            tool: ToolRecord(version: "0.1.0"), startedAt: "2026-01-05T10:00:00.000Z",
            finishedAt: "2026-01-05T10:01:30.250Z", environment: environment, seed: 7,
            commandLine: ["membudget", "bench"], scenarios: scenarios)
    }

    static func scenario(
        _ name: String = "csv-ingest", about: String = "A product feed into SQLite",
        budget: Budget? = budget, trials: Int = 3
    ) -> Scenario {
        Scenario(
            name: name, about: about, path: "Scenarios/\(name).yaml", job: .pipeline(name),
            dataset: Scenario.DatasetRequest(kind: "csv-rows"),
            scales: [Scale(units: 10_000), Scale(units: 160_000)], budget: budget, trials: trials,
            timeout: .seconds(120), allocator: .jemalloc,
            strategies: [Scenario.Strategy(name: "streamed")])
    }

    static func cell(
        _ strategy: String, _ units: Int, role: Scenario.Role = .candidate,
        parameters: [String: String] = ["batch": "1000"]
    ) -> Cell {
        Cell(strategy: strategy, role: role, scale: Scale(units: units), parameters: parameters)
    }

    /// A completed trial of a cell, with 122 bytes of input per unit.
    static func trial(
        _ cell: Cell, kind: Observation.Kind = .measured, index: Int = 0, peak: Double,
        seconds: Double = 1, of scenario: String = "csv-ingest", outcome: Outcome = .completed,
        evidence: Evidence = Evidence(.exited, detail: "exit status 0"),
        adjust: (inout Observation) -> Void = { _ in }
    ) -> Observation {
        var trial = Observation(
            strategy: cell.strategy,
            scale: ScaleRecord(cell.scale, inputBytes: cell.scale.units * 122), kind: kind,
            index: index, seed: 7, startedAt: "2026-01-05T10:00:01.000Z", outcome: outcome,
            evidence: evidence,
            enforcement: EnforcementRecord(
                requested: .auto, tiers: [.watchdog, .cgroupV2], limitBytes: mebibytes(48)),
            exit: ExitRecord(code: 0),
            allocator: AllocatorRecord(name: .jemalloc, isAttached: true),
            wallNanoseconds: Int(seconds * 1e9), userNanoseconds: Int(seconds * 0.8e9),
            systemNanoseconds: Int(seconds * 0.1e9))
        trial.scenario = scenario
        trial.parameters = cell.parameters
        trial.peakRSSBytes = mebibytes(peak)
        trial.unitsDone = cell.scale.units
        trial.unitsTotal = cell.scale.units
        trial.quality = [.peakRSS: .exact]
        trial.digest = outcome == .completed ? "00000000000000ff" : nil
        adjust(&trial)
        return trial
    }

    static func trials(
        _ cell: Cell, peaks: [Double], seconds: Double,
        adjust: (inout Observation) -> Void = { _ in }
    ) -> [Observation] {
        peaks.enumerated().map {
            trial(cell, index: $0, peak: $1, seconds: seconds, adjust: adjust)
        }
    }

    /// Trials that the watchdog killed at their budget, part of the way through.
    static func killed(
        _ cell: Cell, peaks: [Double], share: Double, budget: Double = 32
    ) -> [Observation] {
        peaks.enumerated().map { index, peak in
            trial(
                cell, index: index, peak: peak, seconds: 0.6, outcome: .overBudget,
                evidence: Evidence(.watchdog, detail: "peak RSS \(peak) MiB crossed \(budget) MiB")
            ) {
                $0.unitsDone = Int(Double(cell.scale.units) * share) + index
                $0.overshootBytes = max(0, mebibytes(peak - budget))
                $0.quality = [.peakRSS: .lowerBound]
                $0.exit = ExitRecord(signal: 9)
            }
        }
    }

    static func floor(_ cell: Cell, peak: Double) -> Observation {
        trial(cell.floor, kind: .floor, peak: peak, seconds: 0.02)
    }

    static func need(_ cell: Cell, peak: Double, seconds: Double) -> Observation {
        trial(cell, kind: .need, peak: peak, seconds: seconds)
    }
}

extension Fixture {
    /// A stream within the budget, a half-fixed strategy that goes over, and the control.
    static var ingest: ScenarioRecord {
        let units = [10_000, 160_000]
        let streamed = units.map { cell("streamed", $0) }
        let half = units.map { cell("half-streamed", $0) }
        let control = units.map { cell("load-all", $0, role: .control) }
        let observations =
            [
                floor(streamed[0], peak: 8.1), floor(half[0], peak: 8.2),
                floor(control[0], peak: 8.1),
            ]
            + trials(streamed[0], peaks: [12.9, 13.1, 13.2], seconds: 0.05)
            + trials(half[0], peaks: [16.4, 16.6, 16.5], seconds: 0.06)
            + trials(control[0], peaks: [20.2, 20.1, 20.4], seconds: 0.08)
            + trials(streamed[1], peaks: [14.1, 13.9, 14.4], seconds: 0.8)
            + killed(half[1], peaks: [32.1, 32.3, 32.1], share: 0.61)
            + [need(half[1], peak: 52.7, seconds: 0.9)]
            + killed(control[1], peaks: [32.2, 32.1, 32.4], share: 0.14)
            + [need(control[1], peak: 180.4, seconds: 1.7)]
        return ScenarioRecord(
            scenario(), unit: "rows",
            cells: units.indices.flatMap {
                [streamed[$0], half[$0], control[$0]]
            }, observations: observations)
    }

    /// One trial per cell for each kind of failure.
    static var problems: ScenarioRecord {
        func one(
            _ name: String, _ outcome: Outcome, _ evidence: Evidence,
            adjust: (inout Observation) -> Void = { _ in }
        ) -> (Cell, Observation) {
            let cell = cell(name, 160_000)
            return (
                cell,
                trial(cell, peak: 11.5, outcome: outcome, evidence: evidence, adjust: adjust)
            )
        }
        let trapping = "SIGILL: a runtime trap after 3 % of the input (4,812 of 160,000)"
        let endless =
            "still running at its deadline of 120 s after 1 % of the input (1,000 of 160,000)"
        let absent = "membudget-worker is not there"
        let pairs = [
            one(
                "sloppy", .wrongResult,
                Evidence(
                    .verification, detail: "the result holds 159,999 rows, expected 160,000")),
            one("trapping", .crashed, Evidence(.trap, detail: trapping)) {
                $0.unitsDone = 4_812
                $0.stderrTail = "warming up\nFatal error: Index out of range\n"
            },
            one("refusing", .failed, Evidence(.exitCode, detail: "exit status 74")) {
                $0.unitsDone = 0
            },
            one("endless", .timedOut, Evidence(.deadline, detail: endless)) {
                $0.unitsDone = 1_000
            },
            one(
                "bystander", .killedExternally,
                Evidence(.environment, detail: "the machine's out-of-memory killer chose it")),
            one("absent", .unmeasured, Evidence(.notFound, detail: absent)) {
                $0.peakRSSBytes = nil
                $0.unitsDone = nil
            },
            one("spiking", .overBudget, Evidence(.exactPeak, detail: "36.0 MiB at exit")) {
                $0.peakRSSBytes = mebibytes(36)
            },
        ]
        return ScenarioRecord(
            scenario(trials: 1), unit: "rows", cells: pairs.map(\.0), observations: pairs.map(\.1),
            rejected: [pairs[0].0: [RejectedUnit(line: 17, reason: "8 fields instead of 9")]])
    }
}

extension Fixture {
    /// A control that is measured at small scales, stopped by the ceiling at a larger scale and
    /// skipped at the largest; a strategy of unknown need; and a stream.
    static var extrapolated: ScenarioRecord {
        let units = [1_000, 2_000, 4_000, 20_000, 154_544]
        let controls = units.map { cell("load-all", $0, role: .control) }
        let others = units.suffix(2).map { cell("half-streamed", $0) }
        let streamed = units.map { cell("streamed", $0) }
        func need(_ cell: Cell) -> Double { 100 + Double(cell.scale.units) * 0.9 }
        func stopped(_ cell: Cell) -> Observation {
            trial(
                cell, kind: .need, peak: 12_000, seconds: 30, outcome: .overBudget,
                evidence: Evidence(.watchdog, detail: "12000 MiB"))
        }
        var scenario = scenario("contracts", about: "A tree of contracts", trials: 1)
        scenario.strategies = []
        let observations =
            controls.flatMap { killed($0, peaks: [32.2], share: 0.01) }
            + controls.prefix(3).map { self.need($0, peak: need($0), seconds: 2) }
            + [stopped(controls[3]), stopped(others[0])]
            + others.flatMap { killed($0, peaks: [32.1], share: 0.1) }
            + streamed.flatMap { trials($0, peaks: [14.1], seconds: 1) }
        return ScenarioRecord(
            scenario, unit: "files",
            cells: units.indices.flatMap { index in
                [controls[index], streamed[index]]
                    + others.filter {
                        $0.scale.units == units[index]
                    }
            },
            observations: observations.map {
                var trial = $0
                trial.scenario = "contracts"
                return trial
            })
    }
}

extension Fixture {
    /// One strategy that was run, and three that can't run on this machine.
    static var partial: ScenarioRecord {
        let cell = cell("streamed", 160_000)
        return ScenarioRecord(
            scenario(trials: 1), unit: "rows",
            unavailable: [
                UnavailableStrategy(strategy: "copy", reason: "there is no PostgreSQL"),
                UnavailableStrategy(strategy: "xlsx", reason: "built without libxlsxwriter"),
                UnavailableStrategy(strategy: "server-cursor", reason: "there is no PostgreSQL"),
            ], cells: [cell], observations: [trial(cell, peak: 14)])
    }

    /// A scenario whose data this machine can't generate.
    static var absent: ScenarioRecord {
        ScenarioRecord(
            scenario(), unit: "rows",
            unavailable: [UnavailableStrategy(strategy: "copy", reason: "there is no PostgreSQL")],
            cells: [], observations: [])
    }

    /// A control that goes over even its own large budget, and two candidates.
    static var ownBudgets: ScenarioRecord {
        let control = cell("load-all", 160_000, role: .control)
        let (half, streamed) = (cell("half-streamed", 160_000), cell("streamed", 160_000))
        var scenario = scenario()
        scenario.strategies = [
            .init(
                name: "load-all", role: .control,
                budget: Budget(metric: .peakRSS, limit: .mebibytes(128))),
            .init(name: "half-streamed"),
            .init(name: "streamed", budget: Budget(metric: .peakRSS, limit: .mebibytes(16))),
        ]
        return ScenarioRecord(
            scenario, unit: "rows", cells: [control, half, streamed],
            observations: killed(control, peaks: [128.1, 128.2, 128.1], share: 0.7, budget: 128)
                + [need(control, peak: 180.4, seconds: 1.7)]
                + trials(half, peaks: [30.1, 30.2, 30.1], seconds: 1)
                + trials(streamed, peaks: [14.1, 13.9, 14.4], seconds: 0.8))
    }
}

extension Fixture {
    /// The same figures without a budget.
    static var unbudgeted: ScenarioRecord {
        let cells = [cell("streamed", 160_000), cell("load-all", 160_000, role: .control)]
        let observations = zip(cells, [14.1, 180.4]).flatMap { cell, peak in
            trials(cell, peaks: [peak, peak + 0.2, peak - 0.1], seconds: peak / 100) {
                $0.enforcement = EnforcementRecord(requested: .auto)
            }
        }
        return ScenarioRecord(
            scenario(budget: nil), unit: "rows", cells: cells, observations: observations)
    }

    /// Live bytes as metric, six trials, two settings of a parameter, rejected rows in the input.
    static var liveBytes: ScenarioRecord {
        let cells = ["100", "10000"].map { batch in
            cell("streamed", 160_000, parameters: ["batch": batch, "mode": "wal"])
        }
        let observations = cells.enumerated().flatMap { index, cell in
            trials(
                cell, peaks: (0..<6).map { 20 + Double(index * 4) + Double($0) / 10 }, seconds: 1
            ) {
                $0.peakLiveBytes = mebibytes(9.5 + Double(index * 3))
                $0.rowsFailed = 2
                $0.allocator.isAttached = index == 0
            }
        }
        let rejected = [
            RejectedUnit(line: 17, reason: "8 fields instead of 9"),
            RejectedUnit(line: 4_012, reason: "not UTF-8"),
        ]
        return ScenarioRecord(
            scenario(budget: Budget(metric: .peakLive, limit: .mebibytes(16)), trials: 6),
            unit: "rows", cells: cells,
            observations: observations + [floor(cells[0], peak: 8), floor(cells[1], peak: 8)],
            rejected: [cells[0]: rejected])
    }

    /// A run with a single candidate of this name.
    static func named(_ name: String) -> ScenarioRecord {
        let cell = cell(name, 160_000)
        var scenario = scenario(about: name)
        scenario.name = "csv-ingest"
        return ScenarioRecord(
            scenario, unit: "rows", cells: [cell],
            observations: killed(
                cell, peaks: [33], share: 0.5))
    }

    /// Names and figures that break columns: wide, combining, long, empty, and the largest that
    /// fit.
    static var extreme: ScenarioRecord {
        let names = [
            "名前の長い戦略", "e\u{301}tape", "👩‍👩‍👧-family", String(repeating: "very-long-name-", count: 20),
            "x",
        ]
        let cells =
            names.map { cell($0, 999_999_999_999_999) } + [
                cell("control", 999_999_999_999_999, role: .control)
            ]
        let observations = cells.enumerated().flatMap { index, cell in
            trials(cell, peaks: [1, 2, 3].map { pow(Double(index + 1), 9) * $0 }, seconds: 1e-6) {
                if index == 4 { $0.peakRSSBytes = .max }
            } + [floor(cell, peak: 0)]
        }
        return ScenarioRecord(
            scenario(
                about: String(repeating: "word ", count: 60),
                budget: Budget(
                    metric: .peakRSS, limit: ByteCount(1 << 59))),
            unit: "unités-de-travail-très-longues", cells: cells, observations: observations)
    }

    private static func pow(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
