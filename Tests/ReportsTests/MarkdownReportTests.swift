import MemoryBudget
import RunStore
import Testing

@testable import Reports

@Suite("The Markdown report")
struct MarkdownReportTests {
    private func text(_ scenario: ScenarioRecord) -> String {
        MarkdownReport().text(of: Fixture.run(scenario))
    }

    @Test("The Markdown report has the content of the terminal report")
    func ingest() throws {
        try expectText(
            text(Fixture.ingest),
            is: #"""
                ### csv-ingest: A product feed into SQLite

                **streamed is the only strategy within 32.0 MiB at 160k rows: 14.1 MiB (56 % headroom), 200 k rows/s, 800 ms; load-all needs 180.4 MiB (94.1 k rows/s). half-streamed goes over and needs 52.7 MiB.**

                budget 32.0 MiB peak RSS · watchdog, backed by cgroup-v2 at 48.0 MiB · jemalloc allocator · 3 trials each · csv-rows seed 42 · batch=1000

                | strategy | scale<br>rows | peak RSS, MiB<br>median | range | floor | net | × input | speed<br>k rows/s | time | verdict | vs control<br>mem | vs control<br>speed |
                | :-- | --: | --: | --: | --: | --: | --: | --: | --: | :-- | --: | --: |
                | streamed | 10k | 13.1 | 12.9–13.2 | 8.1 | 5.0 | 11.3× | 200.0 | 50.0&nbsp;ms | ✓&nbsp;within | 0.65× | 1.6× |
                | half-streamed | 10k | 16.5 | 16.4–16.6 | 8.2 | 8.3 | 14.2× | 166.7 | 60.0&nbsp;ms | ✓&nbsp;within | 0.82× | 1.3× |
                | load-all (control) | 10k | 20.2 | 20.1–20.4 | 8.1 | 12.1 | 17.4× | 125.0 | 80.0&nbsp;ms | ✓&nbsp;within |  |  |
                | streamed | 160k | 14.1 | 13.9–14.4 | 8.1 | 6.0 | 0.76× | 200.0 | 800&nbsp;ms | ✓&nbsp;within | 0.08× | 2.1× |
                | half-streamed | 160k | ≥&nbsp;32.3 |  | 8.2 |  |  |  |  | **✗&nbsp;over** |  |  |
                | load-all (control) | 160k | ≥&nbsp;32.4 |  | 8.1 |  |  |  |  | ✗&nbsp;over |  |  |

                - **half-streamed** at 160k rows: killed at 32.1–32.3 MiB, 61 % done; needs 52.7 MiB (178 k rows/s)
                - **load-all (control)** at 160k rows: killed at 32.1–32.4 MiB, 14 % done; needs 180.4 MiB (94.1 k rows/s)

                - growth: too few scales (2 of 5 needed); measure more, each at least twice the previous one
                - overshoot: at most 409.6 KiB above the budget when killed (median 153.6 KiB), in 6 trials

                <sub>range: smallest to largest trial · floor: peak on an empty input; net: peak − floor · × input: peak ÷ bytes of input · ≥: largest trial, stopped early; the real peak is higher · vs control: divided by the control's figure, or by its need if it was stopped · control: must go over at the largest scale, which shows that the budget can stop a job · headroom: budget − peak · need: peak without a budget ('membudget need' finds the smallest budget that is enough)</sub>

                <details><summary>Raw values</summary>

                | strategy | scale<br>rows | trials | peak RSS per trial, MiB | time per trial |
                | :-- | --: | :-- | :-- | :-- |
                | streamed | 10k | measured | 12.9&nbsp;·&nbsp;13.1&nbsp;·&nbsp;13.2 | 50.0 ms · 50.0 ms · 50.0 ms |
                | half-streamed | 10k | measured | 16.4&nbsp;·&nbsp;16.6&nbsp;·&nbsp;16.5 | 60.0 ms · 60.0 ms · 60.0 ms |
                | load-all | 10k | measured | 20.2&nbsp;·&nbsp;20.1&nbsp;·&nbsp;20.4 | 80.0 ms · 80.0 ms · 80.0 ms |
                | streamed | 160k | measured | 14.1&nbsp;·&nbsp;13.9&nbsp;·&nbsp;14.4 | 800&nbsp;ms&nbsp;·&nbsp;800&nbsp;ms&nbsp;·&nbsp;800&nbsp;ms |
                | half-streamed | 160k | measured | ≥&nbsp;32.1&nbsp;·&nbsp;≥&nbsp;32.3&nbsp;·&nbsp;≥&nbsp;32.1 | 600&nbsp;ms&nbsp;·&nbsp;600&nbsp;ms&nbsp;·&nbsp;600&nbsp;ms |
                | half-streamed | 160k | no&nbsp;budget | 52.7 | 900&nbsp;ms |
                | load-all | 160k | measured | ≥&nbsp;32.2&nbsp;·&nbsp;≥&nbsp;32.1&nbsp;·&nbsp;≥&nbsp;32.4 | 600&nbsp;ms&nbsp;·&nbsp;600&nbsp;ms&nbsp;·&nbsp;600&nbsp;ms |
                | load-all | 160k | no&nbsp;budget | 180.4 | 1.70&nbsp;s |

                </details>

                <sub>Linux 6.1.0-18-amd64 x86\_64 · 2 cpus · 3.8 GiB of memory · no swap · 4.0 KiB pages · huge pages madvise · jemalloc 5.3.0 · Swift 6.3.1 · membudget 0.1.0</sub>

                """#)
    }

    @Test("A hostile name stays in its cell, is not markup, and mentions nobody")
    func hostileNames() {
        let text = text(Fixture.named("a|b<img src=x>`c`\n@someone #12 *d* [e](f)"))
        #expect(
            text.contains(
                #"a\|b&lt;img src=x&gt;\`c\`\\n&#64;&#8203;someone &#35;&#8203;12 \*d\* \[e\](f)"#))
        let tables = text.split(separator: "\n\n").filter { $0.hasPrefix("|") }
        #expect(tables.count >= 2)
        for table in tables {
            let rows = table.split(separator: "\n")
            let counts = rows.map { $0.replacing("\\|", with: "").filter { $0 == "|" }.count }
            #expect(rows.count > 2 && Set(counts).count == 1)
        }
    }

    @Test("An unfinished run says so first")
    func incomplete() {
        var run = Fixture.run(Fixture.ingest)
        run.finishedAt = nil
        #expect(MarkdownReport().text(of: run).hasPrefix("**The run is not finished.**"))
    }

    @Test("The JSON report is the run's record, and can be read back")
    func json() throws {
        let run = Fixture.run(Fixture.ingest, Fixture.problems)
        let text = try JSONReport().text(of: run)
        #expect(try RunRecord(json: Array(text.utf8)) == run)
    }
}
