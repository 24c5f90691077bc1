import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `membudget report` on an existing run.
    @Suite struct ReportCommand {
        /// One run for all tests, because reports only read it.
        private static let benched = Task {
            try await Benched("csv-ingest", smallIngest + ["--trials", "2"])
        }

        private func report(
            _ options: String..., in workplace: Workplace? = nil
        ) async throws -> (Command.Result, Workplace) {
            let workplace = try await Self.benched.value.workplace
            let result = try await workplace.run(
                [Products.path("membudget"), "report"] + options)
            return (result, workplace)
        }

        @Test("Without --output, one format goes to standard output, Markdown by default")
        func standardOutput() async throws {
            let (markdown, _) = try await report("run")
            #expect(markdown.status == 0 && markdown.standardError.isEmpty, "\(markdown)")
            #expect(markdown.standardOutput.contains("### csv-ingest: "))
            #expect(!markdown.standardOutput.contains("]("), "charts would not be there")
            let (json, workplace) = try await report("run/", "--format", "json")
            #expect(json.standardOutput == workplace.text("run/run.json"))
            let (html, _) = try await report("run", "--format", "html")
            #expect(html.standardOutput.hasPrefix("<!doctype html>"))
        }

        @Test("With --output, every format has its files, and the Markdown shows the charts")
        func files() async throws {
            let all = "markdown,html,svg,json,junit,sarif,github,benchmark-action"
            let (result, workplace) = try await report(
                "run", "--format", all, "--output", "out/deep")
            #expect(result.status == 0 && result.standardOutput.isEmpty, "\(result)")
            #expect(
                workplace.names(in: "out/deep") == [
                    "annotations.txt", "benchmark-action.json", "charts", "comment.md", "junit.xml",
                    "report.html", "report.json", "report.md", "report.sarif", "summary.md",
                ])
            let charts = workplace.names(in: "out/deep/charts")
            #expect(
                charts == [
                    "csv-ingest-growth.svg", "csv-ingest-load-all-10k-flame.svg",
                    "csv-ingest-load-all-10k-memory.svg", "csv-ingest-peaks.svg",
                    "csv-ingest-timeline.svg",
                ])
            for chart in charts {
                #expect(workplace.text("out/deep/report.md").contains("](charts/\(chart))"))
            }
            // The series were read: the killed control has its cross, and the others their lines.
            let timeline = workplace.text("out/deep/charts/csv-ingest-timeline.svg")
            #expect(timeline.contains("killed at"))
            #expect(timeline.contains("dashed: without the budget"))
        }

        @Test("Several runs have one folder each")
        func several() async throws {
            let workplace = try await Self.benched.value.workplace
            try FileManager.default.copyItem(
                atPath: workplace.directory.path("run"), toPath: workplace.directory.path("again"))
            let (result, _) = try await report("run", "again", "--output", "both")
            #expect(result.status == 0, "\(result)")
            #expect(workplace.names(in: "both") == ["again", "run"])
            #expect(workplace.names(in: "both/run") == ["report.md"])
            let (same, _) = try await report("run", "./run", "--output", "same")
            #expect(same.status == 64 && same.standardError.contains("several runs are called"))
        }

        @Test(
            "An invalid command line is refused with 64 and a reason",
            arguments: [
                ([], "Missing expected argument"),
                (["run", "--format", "pdf"], "unknown format 'pdf'"),
                (["run", "--format", "html,svg"], "--output"),
                (["run", "--format", "svg"], "--output"),
                (["run", "other"], "--output"),
            ])
        func usage(arguments: [String], words: String) async throws {
            let workplace = try await Self.benched.value.workplace
            let result = try await workplace.run(
                [Products.path("membudget"), "report"] + arguments)
            #expect(result.status == 64 && result.standardError.contains(words), "\(result)")
        }

        @Test("An output that can't be written is refused with 73, before a missing run with 66")
        func places() async throws {
            let (missing, workplace) = try await report("nowhere")
            #expect(missing.status == 66)
            #expect(missing.standardError.contains("not the folder of a run"))
            try workplace.directory.write("", to: "file")
            let (blocked, _) = try await report("nowhere", "--output", "file/out")
            #expect(blocked.status == 73, "\(blocked)")
            #expect(blocked.standardError.contains("a part of that path is a file, not a folder"))
        }

        @Test("Trials without a record are refused; a damaged record is refused")
        func interrupted() async throws {
            let workplace = try await Self.benched.value.workplace
            try workplace.directory.write(
                workplace.text("run/trials.jsonl"), to: "cut/trials.jsonl")
            let (cut, _) = try await report("cut")
            #expect(cut.status == 66 && cut.standardError.contains("no run.json"), "\(cut)")
            try workplace.directory.write("{\"schema\": \"membudget.run/1\"}", to: "bad/run.json")
            let (bad, _) = try await report("bad")
            #expect(bad.status == 65 && bad.standardError.contains("is missing"), "\(bad)")
        }

        @Test("A report without the series, or of an interrupted run, is still written")
        func incomplete() async throws {
            let workplace = try await Self.benched.value.workplace
            let record = workplace.text("run/run.json")
            let unfinished = record.replacingOccurrences(
                of: #""finished_at" : "[^"]*""#, with: #""finished_at" : null"#,
                options: .regularExpression)
            #expect(unfinished != record)
            try workplace.directory.write(unfinished, to: "bare/run.json")
            try workplace.directory.write(
                workplace.text("run/trials.jsonl"), to: "bare/trials.jsonl")
            let (result, _) = try await report(
                "bare", "--format", "markdown,svg", "--output", "short")
            #expect(result.status == 0, "\(result)")
            #expect(
                workplace.text("short/report.md").hasPrefix("**The run is not finished.**"))
            #expect(workplace.names(in: "short/charts").count == 2)
        }
    }
}
