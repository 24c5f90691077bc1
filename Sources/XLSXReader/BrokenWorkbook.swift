/// Why a workbook can't be read.
public struct BrokenWorkbook: Error, Hashable, Sendable, CustomStringConvertible {
    /// The workbook's path.
    public let path: String
    /// The part within it, `xl/workbook.xml`; nil for the archive itself.
    public let part: String?
    /// What is wrong with it, in a few words.
    public let reason: String

    /// The file, the part and what is wrong.
    public var description: String {
        "workbook '\(path)' is broken: \(part.map { "\($0): " } ?? "")\(reason)"
    }
}
