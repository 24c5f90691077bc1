import Files
import MemoryBudget

/// A user's own file in a format without records, used unchanged as one unit.
///
/// ```swift
/// let dataset = try WholeFile.dataset(of: "photo.png")
/// ```
package enum WholeFile {
    /// The name of the unit, in the plural.
    package static let unit = "files"

    /// Returns the dataset of a file, which stays in place.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing, unreadable or not a regular
    ///   file.
    package static func dataset(of path: String) throws -> Dataset {
        let file = try InputFile(opening: path)
        return Dataset(
            path: path,
            manifest: DatasetManifest(
                kind: FirstRecords.fileKind.name, generatorVersion: 1, units: 1,
                expected: ExpectedOutcome(rows: 1, rowsFailed: 0, digest: ""),
                bytes: file.byteCount, file: path, columns: []))
    }
}
