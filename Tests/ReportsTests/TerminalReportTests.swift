import Foundation
import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The terminal report")
struct TerminalReportTests {
    private func text(_ scenario: ScenarioRecord, _ style: Style = .plain) -> String {
        TerminalReport(style: style).text(of: Fixture.run(scenario))
    }

    @Test("A scenario has answer, conditions, figures, notes and environment")
    func ingest() throws {
        try expectText(
            text(Fixture.ingest),
            is: #"""
                csv-ingest: A product feed into SQLite
                streamed is the only strategy within 32.0 MiB at 160k rows: 14.1 MiB (56 % headroom), 200 k rows/s,
                800 ms; load-all needs 180.4 MiB (94.1 k rows/s). half-streamed goes over and needs 52.7 MiB.
                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator
                3 trials each · csv-rows seed 42 · batch=1000

                                     ────────── peak RSS, MiB ────────── speed                     vs control
                  strategy           median     range floor  net × input k rows/s    time verdict    mem speed
                  ────────────────────────────────────────────────────────────────────────────────────────────
                10k rows · 1.2 MiB of input
                  streamed             13.1 12.9–13.2   8.1  5.0   11.3×    200.0 50.0 ms ✓ within 0.65×  1.6×
                  half-streamed        16.5 16.4–16.6   8.2  8.3   14.2×    166.7 60.0 ms ✓ within 0.82×  1.3×
                  load-all (control)   20.2 20.1–20.4   8.1 12.1   17.4×    125.0 80.0 ms ✓ within
                160k rows · 18.6 MiB of input
                  streamed             14.1 13.9–14.4   8.1  6.0   0.76×    200.0  800 ms ✓ within 0.08×  2.1×
                  half-streamed      ≥ 32.3             8.2                               ✗ over
                    └ killed at 32.1–32.3 MiB, 61 % done; needs 52.7 MiB (178 k rows/s)
                  load-all (control) ≥ 32.4             8.1                               ✗ over
                    └ killed at 32.1–32.4 MiB, 14 % done; needs 180.4 MiB (94.1 k rows/s)

                growth: too few scales (2 of 5 needed); measure more, each at least twice the previous one
                overshoot: at most 409.6 KiB above the budget when killed (median 153.6 KiB), in 6 trials
                range: smallest to largest trial · floor: peak on an empty input; net: peak − floor
                × input: peak ÷ bytes of input · ≥: largest trial, stopped early; the real peak is higher
                vs control: divided by the control's figure, or by its need if it was stopped
                control: must go over at the largest scale, which shows that the budget can stop a job
                headroom: budget − peak
                need: peak without a budget ('membudget need' finds the smallest budget that is enough)

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("Each kind of failure has its cause, progress and output")
    func problems() throws {
        try expectText(
            text(Fixture.problems),
            is: #"""
                csv-ingest: A product feed into SQLite
                sloppy gives a wrong result at 160k rows (the result holds 159,999 rows, expected 160,000); trapping
                crashed at 160k rows (Fatal error: Index out of range); refusing failed at 160k rows (exit status
                74); 3 more problems below.
                spiking goes over 32.0 MiB at 160k rows, and no other strategy is known to stay within it.
                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator · 1 trial
                csv-rows seed 42 · batch=1000

                             peak RSS, MiB
                  strategy     peak  × input  k rows/s    time  verdict
                  ──────────────────────────────────────────────────────────
                160k rows · 18.6 MiB of input
                  sloppy       11.5    0.62×     160.0  1.00 s  ✗ wrong
                    └ gave a wrong result: the result holds 159,999 rows, expected 160,000
                  trapping   ≥ 11.5                             ! unmeasured
                    └ crashed: SIGILL: a runtime trap after 3 % of the input (4,812 of 160,000); stderr: Fatal
                      error: Index out of range
                  refusing   ≥ 11.5                             ! unmeasured
                    └ failed: exit status 74, 0 % done
                  endless    ≥ 11.5                             ! unmeasured
                    └ timed out: still running at its deadline of 120 s after 1 % of the input (1,000 of 160,000)
                  bystander  ≥ 11.5                             ! unmeasured
                    └ was killed from outside: the machine's out-of-memory killer chose it, 100 % done
                  absent                                        ! unmeasured
                    └ could not be measured: membudget-worker is not there
                  spiking      36.0     1.9×     160.0  1.00 s  ✗ over
                    └ peaked at 36.0 MiB, 4.0 MiB over

                × input: peak ÷ bytes of input · ≥: largest trial, stopped early; the real peak is higher

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("Without a budget, nothing is judged and nothing looks like a failure")
    func unbudgeted() throws {
        try expectText(
            text(Fixture.unbudgeted),
            is: #"""
                csv-ingest: A product feed into SQLite
                No budget, only measured: streamed is the smallest at 160k rows: 14.1 MiB, 1135 k rows/s, 141 ms;
                0.08× of load-all (180.4 MiB) at 12.8× its speed.
                no budget · jemalloc allocator · 3 trials each · csv-rows seed 42 · batch=1000

                                      ────── peak RSS, MiB ───────  speed             vs control
                  strategy            median        range  × input  k rows/s    time    mem  speed
                  ────────────────────────────────────────────────────────────────────────────────
                160k rows · 18.6 MiB of input
                  streamed              14.1    14.0–14.3    0.76×      1135  141 ms  0.08×  12.8×
                  load-all (control)   180.4  180.3–180.6     9.7×        89  1.80 s

                range: smallest to largest trial · × input: peak ÷ bytes of input
                vs control: divided by the control's figure, or by its need if it was stopped

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("The number of trials includes the extra ones of undecided cells")
    func extraTrials() {
        let cell = Fixture.cell("streamed", 160_000)
        let record = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell],
            observations: (0..<9).map { Fixture.trial(cell, index: $0, peak: 31) })
        let conditions = ScenarioContext(scenario: ScenarioView(record)).conditions
        #expect(conditions.contains("3 to 9 trials each"))
    }

    @Test("A metric other than peak RSS has its own column, and rejected rows are shown once")
    func liveBytes() throws {
        try expectText(
            text(Fixture.liveBytes),
            is: #"""
                csv-ingest: A product feed into SQLite
                streamed batch=100 is the smallest within 16.0 MiB at 160k rows: 9.5 MiB (41 % headroom), 160 k
                rows/s, 1.00 s.
                budget 16.0 MiB peak live bytes · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator
                6 trials each · csv-rows seed 42 · mode=wal

                                        peak live bytes, MiB  ──────── RSS, MiB ────────  speed
                  strategy                            median  peak  floor   net  × input  k rows/s    time  verdict
                  ──────────────────────────────────────────────────────────────────────────────────────────────────
                160k rows · 18.6 MiB of input
                  streamed batch=100                     9.5  20.2    8.0  12.2     1.1×     160.0  1.00 s  ✓ within
                  streamed batch=10000                  12.5  24.2    8.0  16.2     1.3×     160.0  1.00 s  ✓ within

                rejected rows: 2 of 160k (line 17: 8 fields instead of 9; line 4,012: not UTF-8)
                jemalloc was requested, but could not be loaded into streamed batch=10000: static binaries can't
                preload it
                floor: peak on an empty input; net: peak − floor · × input: peak ÷ bytes of input
                headroom: budget − peak · rejected: input units that the job refused

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("The range column is left out if no cell has a range")
    func ranges() {
        func text(_ peaks: [Double]) -> String {
            let cell = Fixture.cell("streamed", 160_000)
            return self.text(
                ScenarioRecord(
                    Fixture.scenario(), unit: "rows", cells: [cell],
                    observations: Fixture.trials(cell, peaks: peaks, seconds: 1)))
        }
        #expect(text([14, 14.2, 14.1]).contains("14.0–14.2"))
        for peaks in [[14.04, 14.06, 14.05], [14.0]] {
            #expect(!text(peaks).contains("range") && !text(peaks).contains("–"), "\(peaks)")
        }
    }

    @Test("A control within the budget at the largest scale means that the budget is too large")
    func idleControl() {
        let cell = Fixture.cell("load-all", 160_000, role: .control)
        let scenario = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: [cell],
            observations: [Fixture.trial(cell, peak: 20)])
        #expect(text(scenario).contains("is too large to stop the control"))
        #expect(!text(Fixture.ingest).contains("too large to stop"))
    }

    @Test("Five scales of five strategies, three of them over, fit on a screen")
    func fiveByFive() {
        let strategies = ["load-all", "library", "row-by-row", "unbounded-stream", "streamed"]
        let cells = [10, 20, 40, 80, 160].flatMap { scale in
            strategies.map { Fixture.cell($0, scale * 1_000) }
        }
        let observations = cells.flatMap { cell in
            let isOver =
                cell.scale.units > 10_000 && strategies.firstIndex(of: cell.strategy) ?? 5 < 2
            return isOver
                ? Fixture.killed(cell, peaks: [32.1, 32.5, 32.7], share: 0.21)
                    + [Fixture.need(cell, peak: 180.4, seconds: 1.7)]
                : Fixture.trials(cell, peaks: [13, 13.5, 13.2], seconds: 1)
        }
        let scenario = ScenarioRecord(
            Fixture.scenario(), unit: "rows", cells: cells, observations: observations)
        let table = ScenarioTable.table(of: scenario)
        #expect(table.terminalLines(width: 100, style: .plain).count == 3 + 5 + 25 + 8)
    }

    @Test("Colours change nothing but the colour")
    func colours() throws {
        for scenario in [Fixture.ingest, Fixture.problems, Fixture.liveBytes, Fixture.extreme] {
            let plain = text(scenario)
            let coloured = text(scenario, .coloured)
            #expect(!plain.unicodeScalars.contains("\u{1B}"))
            #expect(coloured.contains("\u{1B}[32m✓ within\u{1B}[0m") || scenario != Fixture.ingest)
            #expect(coloured.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == plain)
        }
    }

    @Test(
        "No line is wider than 100 columns, whatever the names and figures",
        arguments: [60, 80, 100])
    func width(columns: Int) {
        for scenario in [Fixture.ingest, Fixture.problems, Fixture.liveBytes, Fixture.extreme] {
            let report = TerminalReport(width: columns)
            for line in report.text(of: Fixture.run(scenario)).split(separator: "\n") {
                let width = TextWidth.columns(String(line))
                #expect(width <= columns, "\(width) columns: \(line)")
            }
        }
    }

    @Test("Figures stay aligned next to wide and combining characters")
    func alignment() throws {
        let lines = text(Fixture.extreme).components(separatedBy: "\n")
        let header = try #require(lines.first { $0.contains("verdict") })
        let start = try #require(header.range(of: "verdict"))
        let column = TextWidth.columns(String(header[..<start.lowerBound]))
        let rows = lines.filter { $0.contains("✓ within") || $0.contains("✗ over") }
        #expect(rows.count == Fixture.extreme.cells.count)
        for row in rows {
            let mark = try #require(row.firstIndex { $0 == "✓" || $0 == "✗" })
            #expect(TextWidth.columns(String(row[..<mark])) == column, "\(row)")
        }
    }

    @Test("Names can't move the cursor, start a line or reverse the text")
    func hostileNames() {
        let text = text(Fixture.named("a\nb\u{1B}[2Jc\td\u{202E}e\u{7}"))
        #expect(text.contains(#"a\nb\u{1B}[2Jc\td\u{202E}e\u{7}"#))
        let unsafe = text.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}"
        }
        #expect(unsafe.isEmpty)
    }

    @Test("A run without an end, scenarios or cells still prints")
    func incomplete() {
        var run = Fixture.run()
        run.finishedAt = nil
        #expect(TerminalReport().text(of: run).hasPrefix("The run is not finished.\n"))
        let empty = ScenarioRecord(name: "empty", trials: 3)
        #expect(text(empty).contains("Nothing was run."))
    }
}
