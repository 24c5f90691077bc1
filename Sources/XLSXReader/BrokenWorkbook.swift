/// A workbook that can't be read.
package struct BrokenWorkbook: Error, Hashable, Sendable, CustomStringConvertible {
    /// The workbook's path.
    package let path: String
    /// The part within it, such as `xl/workbook.xml`; `nil` for the archive itself.
    package let part: String?
    /// The problem, in a few words.
    package let reason: String

    /// The message with file, part and problem.
    package var description: String {
        "workbook '\(path)' is damaged: \(part.map { "\($0): " } ?? "")\(reason)"
    }
}
