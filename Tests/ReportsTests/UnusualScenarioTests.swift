import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The terminal report of unequal, extreme or unavailable cells")
struct UnusualScenarioTests {
    private func text(_ scenario: ScenarioRecord) -> String {
        TerminalReport().text(of: Fixture.run(scenario))
    }

    @Test("If budgets differ, each row shows its own")
    func ownBudgets() throws {
        try expectText(
            text(Fixture.ownBudgets),
            is: #"""
                csv-ingest: A product feed into SQLite
                streamed is the fastest and the smallest within its budget of 16.0 MiB at 160k rows: 14.1 MiB (12 %
                headroom), 200 k rows/s, 800 ms; load-all needs 180.4 MiB (94.1 k rows/s).
                budget 32.0 MiB peak RSS, or the row's own · watchdog, backed by cgroup-v2 at 48.0 MiB
                jemalloc allocator · 3 trials each · csv-rows seed 42 · batch=1000

                                      ────────── peak RSS, MiB ──────────  speed                       vs control
                  strategy             median      range  budget  × input  k rows/s    time  verdict     mem  speed
                  ─────────────────────────────────────────────────────────────────────────────────────────────────
                160k rows · 18.6 MiB of input
                  load-all (control)  ≥ 128.2              128.0                             ✗ over
                    └ killed at 128.1–128.2 MiB, 70 % done; needs 180.4 MiB (94.1 k rows/s)
                  half-streamed          30.1  30.1–30.2    32.0     1.6×     160.0  1.00 s  ✓ within  0.17×   1.7×
                  streamed               14.1  13.9–14.4    16.0    0.76×     200.0  800 ms  ✓ within  0.08×   2.1×

                overshoot: at most 204.8 KiB above the budget when killed (median 102.4 KiB), in 3 trials
                range: smallest to largest trial · × input: peak ÷ bytes of input
                ≥: largest trial, stopped early; the real peak is higher
                vs control: divided by the control's figure, or by its need if it was stopped
                control: must go over at the largest scale, which shows that the budget can stop a job
                headroom: budget − peak
                need: peak without a budget ('membudget need' finds the smallest budget that is enough)

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("A killed trial counts as infinite, and is the median only if it is the middle one")
    func partlyKilled() throws {
        func figures(whole: Int, killed: Int) throws -> [String] {
            let cell = Fixture.cell("streamed", 160_000)
            let scenario = ScenarioRecord(
                Fixture.scenario(trials: whole + killed), unit: "rows", cells: [cell],
                observations: Fixture.trials(
                    cell, peaks: (0..<whole).map { 8.7 + Double($0 % 2) / 5 }, seconds: 1)
                    + Fixture.killed(
                        cell, peaks: (0..<killed).map { _ in 12.4 }, share: 0.5, budget: 12))
            let row = try #require(ScenarioTable.table(of: scenario).groups.first?.rows.first)
            return row.cells[1...2].map(\.text)
        }
        #expect(try figures(whole: 9, killed: 0) == ["8.7", "8.7–8.9"])
        #expect(try figures(whole: 7, killed: 2) == ["8.9", "8.7–≥ 12.4"])
        // The middle one is killed, and the number is even: the median is unknown.
        #expect(try figures(whole: 4, killed: 5) == ["≥ 12.4", ""])
        #expect(try figures(whole: 2, killed: 2) == ["≥ 12.4", ""])
        // There are enough completed ones for the interval's end to be one of them.
        #expect(try figures(whole: 19, killed: 1) == ["8.8", "8.7–8.9"])
        #expect(try figures(whole: 0, killed: 3) == ["≥ 12.4", ""])
    }

    @Test("An extrapolated need is marked as such")
    func extrapolated() throws {
        try expectText(
            text(Fixture.extrapolated),
            is: #"""
                contracts: A tree of contracts
                streamed is the only strategy within 32.0 MiB at 154544 files: 14.1 MiB (56 % headroom), 155 k
                files/s, 1.00 s; load-all needs about 135.9 GiB, extrapolated from smaller scales. half-streamed
                goes over. streamed does not grow.
                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator · 1 trial
                csv-rows seed 42 · batch=1000

                                      peak RSS, MiB                                 vs control
                  strategy              peak  × input  k files/s    time  verdict      mem  speed
                  ───────────────────────────────────────────────────────────────────────────────
                1k files · 119.1 KiB of input
                  load-all (control)  ≥ 32.2                              ✗ over
                    └ killed at 32.2 MiB, 1 % done; needs 1000.0 MiB (500 files/s)
                  streamed              14.1     121×        1.0  1.00 s  ✓ within   0.01×   2.0×
                2k files · 238.3 KiB of input
                  load-all (control)  ≥ 32.2                              ✗ over
                    └ killed at 32.2 MiB, 1 % done; needs 1.9 GiB (1000 files/s)
                  streamed              14.1    60.6×        2.0  1.00 s  ✓ within   0.01×   2.0×
                4k files · 476.6 KiB of input
                  load-all (control)  ≥ 32.2                              ✗ over
                    └ killed at 32.2 MiB, 1 % done; needs 3.6 GiB (2000 files/s)
                  streamed              14.1    30.3×        4.0  1.00 s  ✓ within  <0.01×   2.0×
                20k files · 2.3 MiB of input
                  load-all (control)  ≥ 32.2                              ✗ over
                    └ killed at 32.2 MiB, 1 % done; needs more than 11.7 GiB, where the trial without a budget was
                      stopped: about 17.7 GiB (17.1–18.3 GiB, extrapolated from 1k–4k files)
                  streamed              14.1     6.1×       20.0  1.00 s  ✓ within
                  half-streamed       ≥ 32.1                              ✗ over
                    └ killed at 32.1 MiB, 10 % done; needs more than 11.7 GiB, where the trial without a budget was
                      stopped
                154544 files · 18.0 MiB of input
                  load-all (control)  ≥ 32.2                              ✗ over
                    └ killed at 32.2 MiB, 1 % done; needs about 135.9 GiB (131.3–140.6 GiB, extrapolated from 1k–4k
                      files)
                  streamed              14.1    0.78×      154.5  1.00 s  ✓ within
                  half-streamed       ≥ 32.1                              ✗ over
                    └ killed at 32.1 MiB, 10 % done; needs more than 11.7 GiB, where 20k files were stopped

                                                                      ── bytes/file ──  breaks at, files
                  strategy            peak RSS grows with             slope       95 %             scale  residual
                  ────────────────────────────────────────────────────────────────────────────────────────────────
                  load-all (control)  too few scales (3 of 5 needed)
                  streamed            nothing                          0.00  0.00–5.70              none     0.0 %

                overshoot: at most 204.8 KiB above the budget when killed (median 204.8 KiB), in 7 trials
                × input: peak ÷ bytes of input · ≥: largest trial, stopped early; the real peak is higher
                vs control: divided by the control's figure, or by its need if it was stopped
                control: must go over at the largest scale, which shows that the budget can stop a job
                headroom: budget − peak
                need: peak without a budget ('membudget need' finds the smallest budget that is enough)
                breaks at: break point, the scale at which the peak crosses the budget
                n: number of input units; grows with n: in proportion to the input
                residual: standard deviation of the medians from the fitted curve, as a share of it

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("Unavailable strategies are listed below the table, one line per reason")
    func partial() throws {
        try expectText(
            text(Fixture.partial),
            is: #"""
                csv-ingest: A product feed into SQLite
                streamed stays within 32.0 MiB at 160k rows: 14.0 MiB (56 % headroom), 160 k rows/s, 1.00 s.
                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator · 1 trial
                csv-rows seed 42 · batch=1000

                            peak RSS, MiB
                  strategy  peak  × input  k rows/s    time  verdict
                  ───────────────────────────────────────────────────
                160k rows · 18.6 MiB of input
                  streamed  14.0    0.75×     160.0  1.00 s  ✓ within

                can't run here: copy, server-cursor (there is no PostgreSQL)
                can't run here: xlsx (built without libxlsxwriter)
                × input: peak ÷ bytes of input · headroom: budget − peak

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }

    @Test("A scenario that can't run at all says so")
    func absent() throws {
        try expectText(
            text(Fixture.absent),
            is: #"""
                csv-ingest: A product feed into SQLite
                Nothing was run: no strategy can run on this machine.
                budget 32.0 MiB peak RSS · 3 trials each · csv-rows seed 42

                can't run here: copy (there is no PostgreSQL)

                Linux 6.1.0-18-amd64 x86_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages
                huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0

                """#)
    }
}
