import Files
import FoundationEssentials
package import MemoryBudget

/// The description of a dataset and of its correct result: `manifest.json` beside the data.
///
/// It is written last and renamed into place, so a folder with a manifest is a complete dataset.
///
/// ```swift
/// let manifest = try DatasetManifest.read(from: "feed")
/// print(manifest.units, manifest.expected)
/// ```
package struct DatasetManifest: Hashable, Sendable, Codable {
    /// The version of this format, which readers check first.
    package static let schema = "membudget.dataset/2"
    /// The name of the manifest in a dataset's folder.
    package static let fileName = "manifest.json"

    /// The version of the format, `membudget.dataset/2`.
    package var schema = Self.schema
    /// The name of the generator, or `csv` for a user's own file.
    package var kind: String
    /// The version of the generator, raised whenever the same seed would give other bytes.
    package var generatorVersion: Int
    /// The seed of the content; 0 for a user's own file.
    package var seed: UInt64
    /// The values of all settings of the kind, including defaults.
    package var parameters: [String: String]
    /// The number of records, including rejected ones; the number of files for a tree.
    package var units: Int
    /// The content of a correct result.
    package var expected: ExpectedOutcome
    /// The content of correct results under other settings of the job, by name; `nil` if none.
    package var expectations: [String: ExpectedOutcome]?
    /// The size of the data, in bytes.
    package var bytes: Int
    /// The bytes that a server sends for the data; `nil` if workers read the data itself.
    package var servedBytes: Int?
    /// The digest of the data's bytes (`ContentDigest`), by which the cache detects changed data.
    /// `nil` in manifests of earlier versions.
    package var contentDigest: String?
    /// The path of the data: relative to the manifest's folder, or as given for a user's own file.
    package var file: String
    /// The names of the columns, in order and unique, as in a table. Empty for data with several
    /// tables, whose expected rows differ in number from its units.
    package var columns: [String]

    /// Creates a manifest of the current format.
    package init(
        kind: String, generatorVersion: Int, seed: UInt64 = 0, parameters: [String: String] = [:],
        units: Int, expected: ExpectedOutcome, expectations: [String: ExpectedOutcome]? = nil,
        bytes: Int, servedBytes: Int? = nil, contentDigest: String? = nil, file: String,
        columns: [String]
    ) {
        self.kind = kind
        self.generatorVersion = generatorVersion
        self.seed = seed
        self.parameters = parameters
        self.units = units
        self.expected = expected
        self.expectations = expectations
        self.bytes = bytes
        self.servedBytes = servedBytes
        self.contentDigest = contentDigest
        self.file = file
        self.columns = columns
    }

    enum CodingKeys: String, CodingKey {
        case schema, kind
        case generatorVersion = "generator_version"
        case seed, parameters, units, expected, expectations, bytes
        case servedBytes = "served_bytes"
        case contentDigest = "content_digest"
        case file, columns
    }
}

extension DatasetManifest {
    /// Reads the manifest in a dataset's folder.
    ///
    /// - Throws: `DatasetError.Code.invalidManifest`, naming the wrong key, if it is not a manifest
    ///   of this format.
    package static func read(from directory: String) throws -> DatasetManifest {
        let path = "\(directory)/\(fileName)"
        let bytes: [UInt8]?
        do throws(StoredFileError) {
            bytes = try StoredFolder(directory).bytes(of: fileName, upTo: bytesMaximum)
        } catch {
            throw invalid(path, reason: error.reason)
        }
        guard let bytes else { throw DatasetError(.invalidInput, "there is no file '\(path)'") }
        return try DatasetManifest(json: bytes, path: path)
    }

    /// The maximum size of a manifest; usual ones take about a kilobyte, a little more with very
    /// many columns.
    private static let bytesMaximum = ByteCount.mebibytes(16)

    /// Decodes a manifest; `path` is used in error messages.
    package init(json: [UInt8], path: String) throws {
        do {
            try JSONBounds.check(json)
            self = try JSONDecoder().decode(DatasetManifest.self, from: Data(json))
        } catch let error as DecodingError {
            throw Self.invalid(path, reason: error.sentence)
        } catch let violation as JSONBounds.Violation {
            throw Self.invalid(path, reason: violation.description)
        }
        try check(path)
    }

    /// Writes the manifest into a dataset's folder, atomically.
    package func write(to directory: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(self) + Data("\n".utf8)
        try withDatasetErrors {
            try AtomicFile.write(Array(data), to: "\(directory)/\(Self.fileName)")
        }
    }

    private func check(_ path: String) throws {
        guard schema == Self.schema else {
            throw Self.invalid(path, reason: "its schema is '\(schema)', not '\(Self.schema)'")
        }
        // Without columns, units are files, each with rows of several tables.
        let areUnitsRows = !columns.isEmpty
        let isWhole =
            units >= 0 && bytes >= 0 && expected.rows >= 0 && expected.rowsFailed >= 0
            && (!areUnitsRows || expected.rows + expected.rowsFailed == units)
        guard isWhole else {
            throw Self.invalid(path, reason: "its counts are inconsistent")
        }
        // Any other path would lead out of the dataset's folder.
        guard !["", ".", ".."].contains(file), !file.contains("/"), !file.contains("\0") else {
            throw Self.invalid(path, reason: "its 'file' is not a name in the same folder")
        }
    }

    private static func invalid(_ path: String, reason: String) -> DatasetError {
        DatasetError(
            .invalidManifest, "'\(path)' is not a dataset manifest: \(reason); generate it again")
    }
}

extension DecodingError {
    /// The problem with the JSON, in a few words.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "it is not JSON"
        }
    }
}
