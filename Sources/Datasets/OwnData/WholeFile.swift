import Files
import MemoryBudget

/// A user's own file that is used as it is, as one unit: of a format that can't be divided into records.
package enum WholeFile {
    /// The name of its unit, in the plural.
    package static let unit = "files"

    /// The file, in place.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing or no readable regular file.
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
