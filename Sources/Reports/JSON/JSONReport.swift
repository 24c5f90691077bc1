package import Judging
package import RunStore

/// A run as the text of its `run.json`.
///
/// ```swift
/// import RunStore
/// let run = try RunDirectory(reading: "runs/a").record()
/// print(try JSONReport().text(of: run))
/// ```
package struct JSONReport: FileRenderer, ConsoleRenderer {
    package let name = "json"
    package let medium = Medium.data
    package let fileNames = ["report.json"]

    /// Creates a renderer.
    package init() {}

    /// Returns the record as JSON: indented, keys sorted, full precision, ending with a newline.
    ///
    /// - Throws: ``RunStoreError`` if the record holds a number that JSON can't, such as infinity.
    package func text(of run: RunRecord) throws(RunStoreError) -> String {
        String(decoding: try run.json(), as: UTF8.self)
    }

    package func text(of run: RunRecord, style: Style) throws(RunStoreError) -> String {
        try text(of: run)
    }

    package func text(of comparison: RunComparison, style: Style) throws(RunStoreError) -> String {
        try ComparisonReport(of: comparison).json()
    }

    package func files(of source: ReportSource) throws(RunStoreError) -> [ReportFile] {
        file(try text(of: source.run))
    }
}
