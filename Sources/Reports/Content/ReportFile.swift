/// A file of a report.
public struct ReportFile: Hashable, Sendable {
    /// Relative to the report's folder; its parts are safe in any file system.
    public var name: String
    /// What it holds.
    public var text: String

    /// Makes a file.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
