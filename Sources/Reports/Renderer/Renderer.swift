package import Judging
package import RunStore

/// One way to show a run. To add one, write it and name it in ``Renderers/all``.
package protocol Renderer: Sendable {
    /// Its name on the command line.
    var name: String { get }
    /// The kind of text it makes.
    var medium: Medium { get }
}

/// The kind of text that a renderer makes.
package enum Medium: Sendable {
    /// Tables for a terminal, perhaps coloured.
    case terminal
    /// Plain text or Markdown.
    case text
    /// HTML or XML.
    case markup
    /// JSON, for programs.
    case data
    /// Pictures, a file each.
    case charts

    /// Whether it can go to standard output, which takes one text.
    package var isPrintable: Bool { self != .charts }
}

/// A renderer whose files `report` writes, or of which it prints the first.
package protocol FileRenderer: Renderer {
    /// The names of its files in a report's folder; one that depends on the run holds a `*`.
    var fileNames: [String] { get }

    /// The files of a run's report.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that the format can't.
    func files(of source: ReportSource) throws(RunStoreError) -> [ReportFile]
}

extension FileRenderer {
    /// The only file of a renderer that has one.
    func file(_ text: String) -> [ReportFile] {
        [ReportFile(name: fileNames[0], text: text)]
    }
}

/// A renderer that prints on standard output: `bench` a run that ended, `compare` two runs.
package protocol ConsoleRenderer: Renderer {
    /// A run; ends with a newline.
    ///
    /// - Throws: `RunStoreError` if the run holds a number that the format can't.
    func text(of run: RunRecord, style: Style) throws(RunStoreError) -> String

    /// Two runs side by side; ends with a newline.
    ///
    /// - Throws: `RunStoreError` if they hold a number that the format can't.
    func text(of comparison: RunComparison, style: Style) throws(RunStoreError) -> String
}

/// A file of a report.
package struct ReportFile: Hashable, Sendable {
    /// Relative to the report's folder; its parts are safe in any file system.
    package var name: String
    /// The text of the file.
    package var text: String

    /// Creates a file.
    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
