internal import Files
internal import MemoryBudget
internal import RunStore

/// The charts of a run, each a self-contained SVG file that GitHub can show in Markdown.
///
/// ```swift
/// import RunStore
/// let source = try ReportSource(reading: RunDirectory(reading: "runs/a"))
/// let files = SVGReport().files(of: source)
/// ```
package struct SVGReport: FileRenderer {
    package let name = "svg"
    package let medium = Medium.charts
    package let fileNames = ["charts/*.svg"]

    /// Creates a renderer.
    package init() {}

    package func files(of source: ReportSource) -> [ReportFile] {
        source.run.views.flatMap { scenario in
            let profiles = CellProfile.all(of: scenario, among: source.profiles)
            let charts = Charts(scenario, source.samples).all + profiles.flatMap(\.charts)
            return charts.map { chart in
                ReportFile(
                    name: Charts.path(chart, of: scenario, in: source.run), text: chart.file)
            }
        }
    }
}

/// The charts of a scenario.
struct Charts {
    let growth: Chart?
    let timeline: Chart?
    let peaks: Chart?

    init(_ scenario: ScenarioView, _ samples: [Observation: [Sample]]) {
        growth = GrowthChart.chart(of: scenario)
        timeline = TimelineChart.chart(of: scenario, samples)
        peaks = PeakChart.chart(of: scenario)
    }

    /// The charts in reading order.
    var all: [Chart] { [peaks, growth, timeline].compactMap(\.self) }

    /// Returns the path of a chart within the report's folder: `charts/csv-ingest-growth.svg`.
    static func path(_ chart: Chart, of scenario: ScenarioView, in run: RunRecord) -> String {
        let names = run.scenarios.map { FileName.safe($0.name) }
        let own = FileName.safe(scenario.name)
        // Different names may map to the same word; the scenario's number tells them apart.
        let place = run.scenarios.firstIndex(of: scenario.record) ?? 0
        let isShared = own.isEmpty || names.count { $0 == own } > 1
        return "charts/\(isShared ? "\(own)\(place + 1)" : own)-\(chart.name).svg"
    }
}
