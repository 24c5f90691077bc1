import MemoryBudget
import Testing

@testable import RunStore

@Suite("Assembling a cell from its trials")
struct AssemblyTests {
    let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))

    @Test("Medians, floor and throughput come from the completed trials")
    func completed() throws {
        let peaks = [12 << 20, 10 << 20, 11 << 20]
        let trials = peaks.enumerated().map { Observation.sample(index: $0, peak: $1) }
        let floors = [7 << 20, 9 << 20].map { Observation.sample(units: 0, kind: .floor, peak: $0) }
        let cell = CellRecord(cell: .sample(), observations: trials, floor: floors, budget: budget)
        let summary = try #require(cell.summary)
        #expect(cell.verdict == .within)
        #expect(cell.floorRSSBytes == Double(8 << 20))
        #expect(summary.peakRSSBytes?.median == Double(11 << 20))
        #expect(summary.judged?.metric == .peakRSS)
        #expect(summary.judged?.values == peaks.map(Double.init))
        #expect(summary.censoredTrials == 0 && summary.atLeastBytes == nil)
        #expect(summary.wallNanoseconds == 5e8)
        #expect(summary.unitsPerSecond == 2_000)
        #expect(summary.bytesPerSecond == 200_000)
        #expect(cell.scale.inputBytes == 100_000)
    }

    @Test("A killed trial is a lower bound, which enters no median")
    func censored() throws {
        let killed = Observation.sample(
            index: 1, peak: 33 << 20, outcome: .overBudget, evidence: .watchdog)
        let cell = CellRecord(
            cell: .sample(), observations: [.sample(peak: 20 << 20), killed], budget: budget)
        let summary = try #require(cell.summary)
        #expect(cell.verdict == .inconclusive)
        #expect(summary.judged?.values == [Double(20 << 20)])
        #expect(summary.censoredTrials == 1)
        #expect(summary.atLeastBytes == 33 << 20)
    }

    @Test("If every trial is killed, there are bounds and no medians")
    func allCensored() throws {
        let killed = Observation.sample(
            peak: 33 << 20, outcome: .overBudget, evidence: .cgroup)
        let cell = CellRecord(cell: .sample(), observations: [killed], budget: budget)
        let summary = try #require(cell.summary)
        #expect(summary.peakRSSBytes == nil && summary.judged == nil)
        #expect(summary.wallNanoseconds == nil && summary.unitsPerSecond == nil)
        #expect(summary.atLeastBytes == 33 << 20)
    }

    @Test("A peak read at the exit is a value even if it is over the budget")
    func exactPeak() {
        let trial = Observation.sample(
            peak: 40 << 20, outcome: .overBudget, evidence: .exactPeak)
        let cell = CellRecord(cell: .sample(), observations: [trial], budget: budget)
        #expect(cell.verdict == .over)
        #expect(cell.summary?.judged?.median == Double(40 << 20))
    }

    @Test("The unbudgeted trial gives need and throughput, unless it was stopped too")
    func need() {
        let whole = Observation.sample(kind: .need, peak: 180 << 20)
        let stopped = Observation.sample(
            kind: .need, peak: 512 << 20, outcome: .overBudget, evidence: .watchdog)
        func cell(_ need: Observation) -> CellRecord {
            CellRecord(cell: .sample(), observations: [], need: need, budget: budget)
        }
        #expect(cell(whole).needRSSBytes == 180 << 20)
        #expect(cell(whole).needUnitsPerSecond == 2_000)
        #expect(cell(stopped).needRSSBytes == nil && cell(stopped).needUnitsPerSecond == nil)
        #expect(cell(stopped).need == stopped)
    }

    @Test("A metric other than peak RSS is judged if the budget limits it")
    func liveBytes() throws {
        var trial = Observation.sample(peak: 90 << 20)
        trial.peakLiveBytes = 30 << 20
        let live = Budget(metric: .peakLive, limit: .mebibytes(32))
        let cell = CellRecord(cell: .sample(), observations: [trial], budget: live)
        #expect(cell.verdict == .within)
        #expect(cell.summary?.judged?.metric == .peakLive)
        #expect(cell.summary?.judged?.median == Double(30 << 20))
        #expect(cell.summary?.peakRSSBytes?.median == Double(90 << 20))
    }

    @Test("A metric that could not be read leaves the cell unmeasured, not within")
    func unread() {
        let live = Budget(metric: .peakLive, limit: .mebibytes(32))
        let cell = CellRecord(cell: .sample(), observations: [.sample()], budget: live)
        #expect(cell.verdict == .unmeasured)
    }

    @Test("The limit is inclusive, and one byte more is over even without enforcement")
    func limit() {
        func verdict(_ peak: Int) -> Verdict {
            CellRecord(cell: .sample(), observations: [.sample(peak: peak)], budget: budget).verdict
        }
        #expect(verdict(32 << 20) == .within)
        #expect(verdict(32 << 20 + 1) == .over)
    }

    @Test("A cell that was not run is unmeasured and has no summary")
    func empty() {
        let cell = CellRecord(cell: .sample(), observations: [], budget: budget)
        #expect(cell.verdict == .unmeasured)
        #expect(cell.summary == nil && cell.trials.isEmpty)
    }

    @Test("A cell keeps ten of the rejected units")
    func rejected() {
        let many = (1...25).map { RejectedUnit(line: $0, reason: "ragged") }
        let cell = CellRecord(cell: .sample(), observations: [], budget: nil, rejected: many)
        #expect(cell.rejected.map(\.line) == Array(1...10))
    }

    @Test("A command without counts has done its whole scale if it completed")
    func uncounted() {
        var trial = Observation.sample()
        trial.unitsDone = nil
        let cell = CellRecord(cell: .sample(), observations: [trial], budget: nil)
        #expect(cell.summary?.unitsPerSecond == 2_000)
    }

    @Test("A scenario's record assigns each trial to its cell and ignores others")
    func scenario() {
        let cells = [Cell.sample("a"), .sample("b"), .sample("a", units: 2_000)]
        var other = Observation.sample("a")
        other.scenario = "another"
        let trials = [
            Observation.sample("b", index: 0), .sample("a", index: 0), other,
            .sample("a", units: 0, kind: .floor, peak: 5 << 20), .sample("a", index: 1),
            .sample("a", units: 2_000, outcome: .overBudget, evidence: .watchdog),
            .sample("a", units: 2_000, kind: .need, peak: 99 << 20),
        ]
        let scenario = Scenario(
            name: "csv-ingest", job: .pipeline("csv-ingest"),
            dataset: Scenario.DatasetRequest(kind: "csv-rows"), scales: [Scale(units: 1_000)],
            budget: budget, timeout: .seconds(2), allocator: .jemalloc, strategies: [])
        let record = ScenarioRecord(
            scenario, unit: "rows", cells: cells, observations: trials,
            rejected: [cells[1]: [RejectedUnit(line: 3, reason: "ragged")]])
        #expect(record.cells.map(\.measured.count) == [2, 1, 1])
        #expect(record.cells.map(\.floorRSSBytes) == [Double(5 << 20), nil, Double(5 << 20)])
        #expect(record.cells.map(\.needRSSBytes) == [nil, nil, 99 << 20])
        #expect(record.cells.map(\.rejected.count) == [0, 1, 0])
        #expect(record.timeoutNanoseconds == 2_000_000_000)
        #expect(record.dataset?.kind == "csv-rows")
    }

    @Test("A cell says whether the results of its completed trials were checked")
    func checked() throws {
        func cell(_ outcomes: [Outcome], digests: [String?]) -> CellRecord {
            let trials = zip(outcomes, digests).enumerated().map { index, pair in
                var trial = Observation.sample(index: index, outcome: pair.0)
                trial.digest = pair.1
                return trial
            }
            return CellRecord(cell: .sample(), observations: trials, budget: budget)
        }
        #expect(cell([.completed, .completed], digests: ["ff", "ff"]).isResultChecked == true)
        #expect(cell([.completed, .completed], digests: ["ff", nil]).isResultChecked == false)
        #expect(cell([.wrongResult], digests: [nil]).isResultChecked == true)
        #expect(cell([.overBudget, .completed], digests: [nil, "ff"]).isResultChecked == true)
        #expect(cell([.overBudget, .crashed], digests: [nil, nil]).isResultChecked == nil)
    }

    @Test(
        "In a record without 'result_checked', the trials tell if results were checked",
        arguments: [nil, "ff"])
    func unrecorded(digest: String?) throws {
        var trial = Observation.sample()
        trial.digest = digest
        let cell = CellRecord(cell: .sample(), observations: [trial], budget: budget)
        let key = "\"result_checked\":\(digest != nil),"
        let text = String(decoding: try JSONText.line(cell), as: UTF8.self)
        #expect(text.contains(key))
        let old = try JSONText.decode(CellRecord.self, from: text.replacing(key, with: "").utf8)
        #expect(old.isResultChecked == (digest != nil))
    }
}
