/// A file of a report.
package struct ReportFile: Hashable, Sendable {
    /// Relative to the report's folder; its parts are safe in any file system.
    package var name: String
    /// What it holds.
    package var text: String

    /// Makes a file.
    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
