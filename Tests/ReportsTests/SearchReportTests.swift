import MemoryBudget
import Reports
import RunStore
import Testing

@Suite("Reports of limit and need")
struct SearchReportTests {
    private func trial(
        units: Int, mebibytes: Int, seconds: Double = 1, outcome: Outcome = .completed,
        kind: Observation.Kind = .measured, budgetMebibytes: Int? = nil
    ) -> Observation {
        var trial = Observation(
            strategy: "load-all", scale: ScaleRecord(Scale(units: units), inputBytes: nil),
            kind: kind, startedAt: "", outcome: outcome,
            evidence: Evidence(outcome == .overBudget ? .watchdog : .exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto, tiers: [.watchdog]),
            allocator: AllocatorRecord(name: .system, isAttached: false),
            wallNanoseconds: Int(seconds * 1e9))
        trial.peakRSSBytes = mebibytes << 20
        trial.unitsDone = outcome == .completed ? units : nil
        trial.digest = outcome == .completed ? "00000000000000ff" : nil
        trial.budget = budgetMebibytes.map {
            Budget(metric: .peakRSS, limit: .mebibytes($0))
        }
        return trial
    }

    /// A search for a container's size, without any run.
    private func need(units: Int) -> NeedRecord {
        NeedRecord(
            scenario: "csv-ingest", strategy: "streamed", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: units), inputBytes: nil), enforcement: .cgroup,
            metric: .container)
    }

    private var limit: LimitRecord {
        var record = LimitRecord(
            scenario: "csv-ingest", strategy: "load-all", parameters: ["batch": "10"],
            unit: "rows", budget: Budget(metric: .peakRSS, limit: .mebibytes(32)))
        record.trials = [
            trial(units: 10_000, mebibytes: 20, budgetMebibytes: 32),
            trial(units: 20_000, mebibytes: 33, outcome: .overBudget, budgetMebibytes: 32),
            trial(units: 15_000, mebibytes: 30, budgetMebibytes: 32),
            trial(units: 15_000, mebibytes: 33, outcome: .overBudget, budgetMebibytes: 32),
            trial(units: 15_000, mebibytes: 31, budgetMebibytes: 32),
        ]
        record.largestWithinUnits = 15_000
        record.smallestOverUnits = 20_000
        record.isResolved = true
        return record
    }

    @Test("A limit report has a sentence, and one row per scale, ascending")
    func limitText() throws {
        try expectText(
            LimitReport().text(of: limit),
            is: #"""
                csv-ingest: load-all batch=10 fits 32.0 MiB up to 15,000 rows with 30.5 MiB; 20,000 rows go over.
                budget 32.0 MiB peak RSS · watchdog · 5 runs

                  scale  runs  outcome              peak RSS, MiB  k rows/s    time  major faults
                  ───────────────────────────────────────────────────────────────────────────────
                    10k     1  ✓ done                        20.0      10.0  1.00 s             0
                    15k     3  ✗ over, 2 of 3 done           30.5      15.0  1.00 s             0
                    20k     1  ✗ over                      ≥ 33.0            1.00 s             0

                ≥: stopped early; the real peak is higher · major faults: page faults that read the disk

                """#)
    }

    @Test("The peak of a run with a wrong result is no lower bound")
    func wrong() {
        var record = limit
        record.trials = [trial(units: 10_000, mebibytes: 20, outcome: .wrongResult)]
        let text = LimitReport(width: 200).text(of: record)
        #expect(text.contains("✗ wrong") && text.contains("20.0") && !text.contains("≥"), "\(text)")
    }

    @Test("An unresolved search has its reason")
    func limitUnresolved() {
        var record = limit
        record.smallestOverUnits = nil
        record.stoppedBecause = "the time limit was reached"
        let open = LimitReport(width: 200).text(of: record)
        #expect(open.contains("30.5 MiB. Stopped there: the time limit was reached."))
        record.largestWithinUnits = nil
        record.smallestOverUnits = 1
        let none = LimitReport(width: 200).text(of: record)
        #expect(none.contains("at no scale that was tried: it goes over at 1 row."))
    }

    @Test("Scales that don't need more than smaller ones are reported to fit")
    func inverted() {
        var record = limit
        record.largestWithinUnits = nil
        record.smallestOverUnits = 1
        record.inversion = LimitRecord.Inversion(overUnits: 1, withinUnits: 32_000)
        let text = LimitReport(width: 200).text(of: record)
        #expect(
            text.contains(
                "goes over 32.0 MiB at 1 row and fits it at 32,000 rows: larger scales don't always"
                    + " need more."))
        #expect(!text.contains("at no scale"))
    }

    @Test("A need report has a sentence with the cost in time, and one row per budget")
    func needText() throws {
        var record = NeedRecord(
            scenario: "csv-ingest", strategy: "streamed", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 10_000), inputBytes: nil), enforcement: .watchdog,
            metric: .peakRSS)
        record.trials = [
            trial(units: 10_000, mebibytes: 20, kind: .need),
            trial(units: 10_000, mebibytes: 18, seconds: 3, budgetMebibytes: 18),
            trial(units: 10_000, mebibytes: 17, outcome: .overBudget, budgetMebibytes: 16),
            trial(units: 10_000, mebibytes: 20, seconds: 1.1, budgetMebibytes: 24),
        ]
        record.unbudgetedBytes = 20 << 20
        record.smallestEnoughBytes = 18 << 20
        record.largestShortBytes = 16 << 20
        record.isResolved = true
        try expectText(
            NeedReport().text(of: record),
            is: #"""
                csv-ingest: streamed needs 18.0 MiB at 10k rows, and 16.0 MiB is not enough; without a budget it
                peaks at 20.0 MiB. With 18.0 MiB it took 3.00 s, without a budget 1.00 s.
                each budget is enforced by the watchdog, which reads peak RSS · 4 runs

                    budget  runs  outcome  peak RSS, MiB  k rows/s    time  major faults
                  ──────────────────────────────────────────────────────────────────────
                  16.0 MiB     1  ✗ over          ≥ 17.0            1.00 s             0
                  18.0 MiB     1  ✓ done            18.0       3.3  3.00 s             0
                  24.0 MiB     1  ✓ done            20.0       9.1  1.10 s             0
                      none     1  ✓ done            20.0      10.0  1.00 s             0

                ≥: stopped early; the real peak is higher · major faults: page faults that read the disk

                """#)
    }

    /// A run of a command that raised an exception.
    private func failing(
        units: Int, kind: Observation.Kind = .measured, budgetMebibytes: Int? = 32
    ) -> Observation {
        var trial = trial(
            units: units, mebibytes: 9, outcome: .failed, kind: kind,
            budgetMebibytes: budgetMebibytes)
        trial.evidence = Evidence(.exitCode, detail: "exit status 1")
        trial.stderrTail =
            "Traceback (most recent call last):\n  File \"a.py\", line 3\nKeyError: 'id'\n"
        return trial
    }

    @Test("A failed program comes first, with the line that names its error")
    func failure() {
        var record = limit
        record.trials = [record.trials[0], failing(units: 20_000)]
        record.largestWithinUnits = 10_000
        record.smallestOverUnits = nil
        record.isResolved = false
        record.stoppedBecause = "it failed"
        let text = LimitReport(width: 200).text(of: record)
        #expect(
            text.hasPrefix(
                "csv-ingest: load-all batch=10 failed at 20,000 rows: exit status 1; stderr: KeyError:"
                    + " 'id'. Before that, it fits 32.0 MiB up to 10,000 rows with 20.0 MiB.\n"))
        #expect(
            text.hasSuffix(
                "\n\nstandard error ended with:\n    Traceback (most recent call last):\n"
                    + "      File \"a.py\", line 3\n    KeyError: 'id'\n"))
        record.trials = [failing(units: 1)]
        record.largestWithinUnits = nil
        let first = LimitReport(width: 200).text(of: record)
        #expect(
            first.hasPrefix(
                "csv-ingest: load-all batch=10 failed at 1 row: exit status 1; stderr: KeyError: 'id'.\n"
            ))
    }

    @Test("A failed first run comes first, and nothing is said about untested budgets")
    func failedNeed() {
        var record = need(units: 1)
        record.trials = [failing(units: 1, kind: .need, budgetMebibytes: nil)]
        record.stoppedBecause = "without a budget it failed"
        let text = NeedReport(width: 200).text(of: record)
        #expect(
            text.hasPrefix(
                "csv-ingest: streamed failed without a budget: exit status 1; stderr: KeyError: 'id'.\n"
                    + "1 run\n"), "\(text)")
        #expect(!text.contains("()") && !text.contains("each budget"))
    }

    @Test("A run that a budget slows down until it times out is not a failed program")
    func slowed() {
        var record = need(units: 10)
        record.trials = [
            trial(units: 10, mebibytes: 20, kind: .need),
            trial(units: 10, mebibytes: 18, outcome: .timedOut, budgetMebibytes: 18),
        ]
        record.smallestEnoughBytes = 20 << 20
        let text = NeedReport(width: 200).text(of: record)
        #expect(text.hasPrefix("csv-ingest: streamed needs 20.0 MiB at 10 rows"), "\(text)")
    }

    @Test("Results that could not be compared have the reason, by scale")
    func notCompared() {
        var record = limit
        for index in record.trials.indices where record.trials[index].outcome == .completed {
            record.trials[index].check = ResultCheckRecord(.sameAs, .referenceNotCompleted)
        }
        let text = LimitReport(width: 200, reference: "row-by-row").text(of: record)
        #expect(
            text.contains("not compared at 10k, 15k: row-by-row did not complete"), "\(text)")
    }

    @Test("No name moves the cursor, and no line is too wide")
    func hostile() {
        var record = limit
        record.scenario = "\u{1B}[31mred\n"
        record.unit = "a\tb"
        let text = LimitReport(width: 60).text(of: record)
        #expect(!text.contains("\u{1B}") && !text.contains("\t"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(text)")
    }
}
