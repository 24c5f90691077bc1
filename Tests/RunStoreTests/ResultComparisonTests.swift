import MemoryBudget
import Testing

@testable import RunStore

@Suite("Comparison of results")
struct ResultComparisonTests {
    private let budget = Budget(metric: .peakRSS, limit: .mebibytes(32))

    /// A trial whose result has this content.
    private func trial(
        _ strategy: String, _ fingerprint: ResultFingerprint, index: Int = 0, units: Int = 1_000,
        kind: Observation.Kind = .measured
    ) -> Observation {
        var trial = Observation.sample(strategy, units: units, kind: kind, index: index)
        trial.check = ResultCheckRecord(
            .sameAs, .pending, rows: fingerprint.rows, fingerprint: fingerprint)
        trial.digest = fingerprint.rowsDigest ?? fingerprint.contentDigest
        return trial
    }

    /// A trial whose result the scenario's check accepted.
    private func counted(
        _ strategy: String, rows: Int?, digest: String?, index: Int = 0
    ) -> Observation {
        var trial = Observation.sample(strategy, index: index)
        trial.check = ResultCheckRecord(.command, .right, rows: rows)
        trial.digest = digest
        return trial
    }

    private func csv(_ content: String, rows: String = "aa", count: Int = 9) -> ResultFingerprint {
        ResultFingerprint(format: .csv, contentDigest: content, rowsDigest: rows, rows: count)
    }

    private func record(
        _ trials: [Observation], _ verification: Verification?,
        strategies: [String] = ["load-all", "streamed"]
    ) -> ScenarioRecord {
        var record = ScenarioRecord(
            name: "csv-ingest", budget: budget, trials: 1,
            cells: strategies.map {
                CellRecord(cell: .sample($0), observations: [], budget: budget)
            })
        record.verification = verification
        return record.assembled(from: trials)
    }

    private let reference = Verification.sameAs(strategy: "load-all")

    @Test("Equal bytes are correct, and so are equal rows in another order")
    func right() throws {
        let trials = [
            trial("load-all", csv("01")), trial("streamed", csv("01")),
            trial("streamed", csv("02"), index: 1),
        ]
        let found = record(trials, reference)
        #expect(found.cells.map(\.verdict) == [.within, .within])
        #expect(found.cells.map(\.isResultChecked) == [true, true])
        #expect(found.cells[1].trials.map { $0.check?.agreement } == [.bytes, .rows])
    }

    @Test("A different result is wrong, with the figures of both, whatever the order of trials")
    func wrong() throws {
        let trials = [
            trial("streamed", csv("02", rows: "bb", count: 0)), trial("load-all", csv("01")),
        ]
        for trials in [trials, trials.reversed()] {
            let found = record(trials, reference)
            #expect(found.cells.map(\.verdict) == [.within, .wrong])
            let proof = found.cells[1].trials[0].evidence.figures?.proof
            #expect(
                proof
                    == .resultDiffers(
                        reference: "load-all", format: .csv, referenceFormat: .csv, rows: 0,
                        referenceRows: 9))
            #expect(found.cells[1].rightReading == nil)
        }
    }

    @Test("Content without rows is compared byte by byte, and never with another format")
    func bytes() {
        let file = ResultFingerprint(format: .file, contentDigest: "01")
        let other = ResultFingerprint(format: .file, contentDigest: "02")
        #expect(file.agreement(with: file) == .bytes && file.agreement(with: other) == nil)
        #expect(csv("01").agreement(with: file) == nil)
        let absent = ResultFingerprint(format: .absent, contentDigest: nil)
        #expect(absent.agreement(with: absent) == nil)
    }

    @Test("A reference stopped by its budget is represented by its unbudgeted trial")
    func needTrial() {
        let killed = Observation.sample(
            "load-all", peak: 40 << 20, outcome: .overBudget, evidence: .watchdog)
        let trials = [
            killed, trial("load-all", csv("01"), kind: .need),
            trial("streamed", csv("02", rows: "bb")),
        ]
        let found = record(trials, reference)
        #expect(found.cells.map(\.verdict) == [.over, .wrong])
    }

    @Test("Without a result of the reference, the others are unchecked, with the reason")
    func noReference() {
        let killed = Observation.sample(
            "load-all", peak: 40 << 20, outcome: .overBudget, evidence: .watchdog)
        let streamed = trial("streamed", csv("01"))
        let absent = ResultFingerprint(format: .absent, contentDigest: nil)
        let cases: [([Observation], ResultCheckRecord.Finding)] = [
            ([streamed], .referenceNotRun), ([killed, streamed], .referenceNotCompleted),
            ([trial("load-all", absent), streamed], .referenceAbsent),
        ]
        for (trials, finding) in cases {
            let cell = record(trials, reference).cells[1]
            #expect(cell.trials[0].check?.finding == finding)
            #expect(cell.isResultChecked == false && cell.verdict == .within)
        }
    }

    @Test("A reference alone is not compared")
    func alone() {
        let cell = record([trial("load-all", csv("01"))], reference).cells[0]
        #expect(cell.isResultChecked == false)
        #expect(cell.trials[0].check?.finding == .nothingCompared)
    }

    @Test("A reference that disagrees with itself decides nothing: every cell is inconclusive")
    func disagreement() throws {
        let trials = [
            trial("load-all", csv("01")), trial("load-all", csv("02", rows: "bb"), index: 1),
            trial("streamed", csv("01")),
        ]
        let found = record(trials, reference)
        #expect(found.cells.map(\.verdict) == [.inconclusive, .inconclusive])
        #expect(found.cells[1].trials[0].outcome == .completed)
        let groups = try #require(found.cells[1].disagreement?.groups)
        #expect(groups.map(\.variants) == [["load-all"], ["load-all"]])
        #expect(found.cells[1].rightReading == nil)
    }

    @Test("Each scale is compared separately")
    func scales() {
        let trials = [
            trial("load-all", csv("01")), trial("streamed", csv("01")),
            trial("load-all", csv("03", rows: "cc"), units: 2_000),
            trial("streamed", csv("04", rows: "dd"), units: 2_000),
        ]
        let compared = ResultComparison(trials, by: reference).trials
        #expect(compared.map(\.outcome) == [.completed, .completed, .completed, .wrongResult])
    }

    @Test("The counts of a check must be equal for all results that it accepts")
    func counts() throws {
        let command = Verification.command(["check"])
        let same = [
            counted("load-all", rows: 9, digest: "0f"), counted("streamed", rows: 9, digest: "0f"),
        ]
        #expect(record(same, command).cells.allSatisfy { $0.verdict == .within })
        #expect(record(same, command).cells.allSatisfy { $0.isResultChecked == true })
        let others = [
            counted("load-all", rows: 9, digest: "0f"), counted("streamed", rows: 9, digest: "0f"),
            counted("streamed", rows: 0, digest: "00", index: 1),
        ]
        let found = record(others, command)
        #expect(found.cells.map(\.verdict) == [.inconclusive, .inconclusive])
        let groups = try #require(found.cells[0].disagreement?.groups)
        #expect(groups.map(\.variants) == [["load-all", "streamed"], ["streamed"]])
        #expect(groups.map(\.rows) == [9, 0] && groups.map(\.trials) == [2, 1])
    }

    @Test("A check without counts compares nothing, but counts as a check")
    func noCounts() {
        let trials = [
            counted("load-all", rows: nil, digest: nil), counted("streamed", rows: 9, digest: "0f"),
        ]
        let found = record(trials, .command(["check"]))
        #expect(found.cells.allSatisfy { $0.verdict == .within && $0.isResultChecked == true })
    }

    @Test("A failed check leaves the cell unmeasured, with its peak, and the result unchecked")
    func failedCheck() {
        var trial = Observation.sample("streamed", outcome: .failed, evidence: .check)
        trial.check = ResultCheckRecord(.command, .failed)
        let cell = record([trial], .command(["check"])).cells[1]
        #expect(cell.verdict == .unmeasured && cell.isResultChecked == false)
        #expect(cell.summary?.censoredTrials == 0 && cell.rightReading == nil)
    }
}
