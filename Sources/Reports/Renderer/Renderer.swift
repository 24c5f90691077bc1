package import Judging
package import RunStore

/// A report format. A new one must be added to ``Renderers/all``.
package protocol Renderer: Sendable {
    /// The name of the format on the command line.
    var name: String { get }
    /// The kind of text that it produces.
    var medium: Medium { get }
}

/// The kind of text that a renderer produces.
package enum Medium: Sendable {
    /// Tables for a terminal, possibly coloured.
    case terminal
    /// Plain text or Markdown.
    case text
    /// HTML or XML.
    case markup
    /// JSON, for programs.
    case data
    /// Pictures, one file each.
    case charts

    /// Whether it can be printed to standard output, which takes a single text.
    package var isPrintable: Bool { self != .charts }
}

/// A renderer whose files `report` writes, or whose first file it prints.
package protocol FileRenderer: Renderer {
    /// The names of its files in a report's folder; a name that depends on the run has a `*`.
    var fileNames: [String] { get }

    /// Returns the files of a run's report.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that the format can't represent.
    func files(of source: ReportSource) throws(RunStoreError) -> [ReportFile]
}

extension FileRenderer {
    /// Returns the only file of a renderer with a single file.
    func file(_ text: String) -> [ReportFile] {
        [ReportFile(name: fileNames[0], text: text)]
    }
}

/// A renderer that prints to standard output: a run for `bench`, two runs for `compare`.
package protocol ConsoleRenderer: Renderer {
    /// Returns the report of a run, ending with a newline.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that the format can't represent.
    func text(of run: RunRecord, style: Style) throws(RunStoreError) -> String

    /// Returns the report of two runs side by side, ending with a newline.
    ///
    /// - Throws: `RunStoreError` if they hold a number that the format can't represent.
    func text(of comparison: RunComparison, style: Style) throws(RunStoreError) -> String
}

/// A file of a report.
package struct ReportFile: Hashable, Sendable {
    /// The path relative to the report's folder; its parts are safe in any file system.
    package var name: String
    /// The text of the file.
    package var text: String

    /// Creates a file.
    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
