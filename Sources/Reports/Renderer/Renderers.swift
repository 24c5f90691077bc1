package import RunStore

/// Every renderer there is: what `--format` offers, in this order.
package enum Renderers {
    /// All of them.
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

    /// Those that `report` offers.
    package static let filing = all.compactMap { $0 as? any FileRenderer }

    /// Those that `bench`, `gate` and `compare` offer.
    package static let console = all.compactMap { $0 as? any ConsoleRenderer }

    /// The files in a report's folder: `report.md, charts/*.svg, and for github annotations.txt`.
    package static var folderContents: String {
        let single = filing.filter { $0.fileNames.count == 1 }.map { $0.fileNames[0] }
        let several = filing.filter { $0.fileNames.count > 1 }.map {
            "and for \($0.name) \(Figures.list($0.fileNames))"
        }
        return (single + several).joined(separator: ", ")
    }

    /// The files of a run's report by several renderers; Markdown shows charts that lie beside it.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that a format can't.
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
