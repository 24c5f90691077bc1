package import RunStore

/// All renderers: the choices of `--format`, in this order.
///
/// ```swift
/// import RunStore
/// let source = try ReportSource(reading: RunDirectory(reading: "runs/a"))
/// for file in try Renderers.files(of: source, by: Renderers.filing) { print(file.name) }
/// ```
package enum Renderers {
    /// All renderers.
    package static let all: [any Renderer] = [
        TerminalReport(),
        MarkdownReport(),
        HTMLReport(),
        SVGReport(),
        JSONReport(),
        JUnitReport(),
        SARIFReport(),
        GitHubReport(),
        BenchmarkActionReport(),
    ]

    /// The renderers that `report` offers.
    package static let filing = all.compactMap { $0 as? any FileRenderer }

    /// The renderers that `bench`, `gate` and `compare` offer.
    package static let console = all.compactMap { $0 as? any ConsoleRenderer }

    /// The files that each format writes to a report's folder: `markdown as report.md, …`.
    package static var folderContents: String {
        filing.map { "\($0.name) as \(Figures.list($0.fileNames))" }.joined(separator: ", ")
    }

    /// Returns the files of a run's report by several renderers. Markdown links to charts if they
    /// are among them.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that a format can't represent.
    package static func files(
        of source: ReportSource, by renderers: [any FileRenderer]
    ) throws(RunStoreError) -> [ReportFile] {
        var source = source
        source.hasChartFiles = renderers.contains { $0.medium == .charts }
        var files: [ReportFile] = []
        for renderer in renderers { files += try renderer.files(of: source) }
        return files
    }
}
