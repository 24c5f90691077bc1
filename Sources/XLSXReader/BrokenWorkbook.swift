/// Why a workbook can't be read.
package struct BrokenWorkbook: Error, Hashable, Sendable, CustomStringConvertible {
    /// The workbook's path.
    package let path: String
    /// The part within it, `xl/workbook.xml`; nil for the archive itself.
    package let part: String?
    /// What is wrong with it, in a few words.
    package let reason: String

    /// The file, the part and what is wrong.
    package var description: String {
        "workbook '\(path)' is broken: \(part.map { "\($0): " } ?? "")\(reason)"
    }
}
