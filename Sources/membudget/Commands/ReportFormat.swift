import ArgumentParser
import MemoryBudget
import Reports
import RunStore

/// A run as it is read for its reports.
struct ReportSource {
    let run: RunRecord
    let samples: [Observation: [Sample]]

    /// Reads what a directory holds.
    ///
    /// - Throws: `Failure` for a run that has no record yet, `RunStoreError` for one that can't be
    ///   read.
    init(_ directory: RunDirectory) throws {
        guard directory.hasRecord else {
            throw Failure(
                .noInput,
                "\(directory.path): this run has trials and no run.json, so nobody knows what they"
                    + " are of; report another run")
        }
        let record = try directory.record()
        // A run that was killed has its trials on disk, and a record without results.
        let run = record.finishedAt == nil ? try directory.assembled(record) : record
        self.run = run
        samples = try Timeline.trials(of: run).reduce(into: [:]) { samples, trial in
            samples[trial] = try directory.samples(of: trial)
        }
    }
}

/// What a run can be shown as; the raw value is its name on the command line.
enum ReportFormat: String, CaseIterable {
    case markdown, html, svg, json, junit, sarif, github
    case benchmarkAction = "benchmark-action"

    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    /// Reads `markdown,svg`; what is named twice counts once.
    @Sendable static func list(_ text: String) throws -> [ReportFormat] {
        try text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) {
            guard let format = ReportFormat(rawValue: String($1)) else {
                throw ValidationError("'\($1)' is no format; there are \(names)")
            }
            if !$0.contains(format) { $0.append(format) }
        }
    }

    /// The one text that goes to standard output.
    func text(of source: ReportSource) throws -> String {
        try files(of: source, among: [self])[0].text
    }

    /// The files of a report's folder.
    ///
    /// - Parameter formats: What the folder gets: Markdown shows the charts if they are there.
    func files(of source: ReportSource, among formats: [ReportFormat]) throws -> [ReportFile] {
        let (run, samples) = (source.run, source.samples)
        func one(_ name: String, _ text: String) -> [ReportFile] {
            [ReportFile(name: name, text: text)]
        }
        switch self {
        case .markdown:
            let shown = formats.contains(.svg) ? samples : nil
            return one("report.md", MarkdownReport(charts: shown).text(of: run))
        case .html: return one("report.html", HTMLReport().text(of: run, samples: samples))
        case .svg: return SVGReport().files(of: run, samples: samples)
        case .json: return one("report.json", try JSONReport().text(of: run))
        case .junit: return one("junit.xml", JUnitReport().text(of: run))
        case .sarif: return one("report.sarif", try SARIFReport().text(of: run))
        case .github: return GitHubReport().files(of: run)
        case .benchmarkAction:
            return one("benchmark-action.json", try BenchmarkActionReport().text(of: run))
        }
    }
}
