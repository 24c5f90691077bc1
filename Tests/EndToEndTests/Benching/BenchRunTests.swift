import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A run of csv-ingest at two small scales: its files and its output.
    @Suite struct BenchRun {
        /// One run for all tests that only read it.
        private static let ingested = Task { try await ingest() }

        private static func ingest(_ options: String...) async throws -> Benched {
            try await Benched(
                "csv-ingest", smallIngest + ["--trials", "2"] + options)
        }

        @Test("The run folder has the record, and a journal line and a series for every trial")
        func directory() async throws {
            let run = try await Self.ingested.value
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.record["schema"].text == "membudget.run/1")
            #expect(!run.record["finished_at"].isMissing)
            // Three strategies: two floors each, two trials at two scales; the control's profile
            // and need.
            #expect(run.trials("floor").count == 6)
            #expect(run.trials("measured").count == 12)
            #expect(run.trials("need").count == 1 && run.trials("profiled").count == 1)
            #expect(run.trials.count == 20)
            let series = run.workplace.names(in: "run/series")
            #expect(series.count == 20, "\(series)")
            #expect(run.workplace.names(in: "run") == runNames)
        }

        @Test("A series has the documented columns and rising times")
        func series() async throws {
            let run = try await Self.ingested.value
            for name in run.workplace.names(in: "run/series") {
                let lines = run.workplace.text("run/series/" + name).split(separator: "\n")
                #expect(lines.first?.hasPrefix("time_ns,rss_bytes") == true)
                let times = lines.dropFirst().compactMap { Int($0.prefix { $0 != "," }) }
                #expect(times.count == lines.count - 1 && !times.isEmpty, "\(name)")
                #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(name)")
            }
        }

        @Test("load-all goes over a small budget, and streamed stays within it")
        func verdicts() async throws {
            let run = try await Self.ingested.value
            #expect(run.cell("load-all")["verdict"].text == "over")
            #expect(run.cell("streamed")["verdict"].text == "within")
            #expect(run.cell("load-all")["role"].text == "control")
        }

        @Test("A cell over budget has a need above the budget")
        func need() async throws {
            let control = try await Self.ingested.value.cell("load-all")
            #expect(control["need_rss_bytes"].integer ?? 0 > 22 << 20)
            #expect(control["need_units_per_second"].number ?? 0 > 0)
        }

        @Test("A floor is above the peaks by at most the difference of equal trials")
        func floors() async throws {
            let run = try await Self.ingested.value
            #expect(run.cells.count == 6)
            for cell in run.cells {
                let floor = cell["floor_rss_bytes"].number ?? .infinity
                let peaks = cell["trials"].elements.compactMap { $0["peak_rss_bytes"].number }
                // Streaming a thousand rows needs no more than starting, so either may be larger.
                #expect(peaks.allSatisfy { floor < $0 + Double(2 << 20) } && !peaks.isEmpty)
            }
            let control = run.cell("load-all")
            let floor = control["floor_rss_bytes"].number ?? .infinity
            let peaks = control["trials"].elements.compactMap { $0["peak_rss_bytes"].number }
            #expect(peaks.allSatisfy { floor + Double(2 << 20) < $0 } && !peaks.isEmpty)
        }

        @Test("All strategies have the same digest and reject the same rows")
        func digests() async throws {
            let run = try await Benched(
                "csv-ingest", ["--scale", "5k", "--trials", "1", "--all", "--seed", "3"])
            #expect(run.trials("measured").count == 5, "\(run.result)")
            let measured = run.trials("measured")
            #expect(Set(measured.compactMap { $0["digest"].text }).count == 1)
            #expect(measured.allSatisfy { $0["digest"].text?.count == 16 })
            #expect(Set(measured.map { $0["rows_failed"].integer }).count == 1)
            for trial in measured {
                let (done, failed) = (trial["units_done"].integer, trial["rows_failed"].integer)
                #expect((done ?? 0) + (failed ?? 0) == 5000)
            }
        }

        @Test("A line of the journal is the trial of the record")
        func journalAndRecord() async throws {
            let run = try await Self.ingested.value
            let fromRecord = run.cells.flatMap { $0["trials"].elements }.map {
                $0["started_at"].text
            }
            let fromJournal = run.trials.filter { $0["kind"].text != "floor" }
                .map { $0["started_at"].text }
            #expect(Set(fromRecord) == Set(fromJournal))
            #expect(fromRecord.count == fromJournal.count)
        }

        @Test("With JSON on standard output, it is only the record")
        func json() async throws {
            let run = try await Self.ingest("--format", "json")
            #expect(JSON(run.result.standardOutput)["schema"].text == "membudget.run/1")
            #expect(JSON(run.result.standardOutput).keys == run.record.keys)
        }

        @Test(
            "The report goes to standard output, the progress to standard error",
            arguments: ["terminal", "markdown"])
        func report(format: String) async throws {
            let run = try await Self.ingest("--format", format)
            #expect(run.result.standardOutput.contains("streamed"))
            let text = run.result.standardOutput.replacingOccurrences(of: "&nbsp;", with: " ")
            #expect(text.contains("✗ over"))
            #expect(run.result.standardOutput.contains(format == "markdown" ? "### " : "───"))
            #expect(!run.result.standardOutput.contains("plan:"))
            #expect(!run.result.standardOutput.contains("\u{1B}"))
            #expect(run.result.standardError.contains("plan:"))
            #expect(run.result.standardError.contains("[1/"))
        }

        @Test("--quiet leaves standard error empty if there is no problem")
        func quiet() async throws {
            let run = try await Self.ingest("--quiet")
            #expect(run.result.standardError == "")
        }
    }
}
