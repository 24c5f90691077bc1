import Files
import FoundationEssentials
package import MemoryBudget

/// What a dataset holds and what a correct result of it is: `manifest.json` beside the data.
///
/// Written last and renamed into place, so a directory with a manifest is a whole dataset.
package struct DatasetManifest: Hashable, Sendable, Codable {
    /// The version of this format, the first thing a reader checks.
    package static let schema = "membudget.dataset/2"
    /// The manifest's name within a dataset's directory.
    package static let fileName = "manifest.json"

    /// The format's version, `membudget.dataset/2`.
    package var schema = Self.schema
    /// The generator's name, or `csv` for a user's own file.
    package var kind: String
    /// Rises whenever the same seed would give other bytes.
    package var generatorVersion: Int
    /// What the content was drawn from; 0 for a user's own file.
    package var seed: UInt64
    /// Every setting of the kind with the value that was used, defaults included.
    package var parameters: [String: String]
    /// Records, those to reject included; the files of a tree.
    package var units: Int
    /// What a correct result holds.
    package var expected: ExpectedOutcome
    /// What a correct result holds under other settings of the job, by name; nil if there are none.
    package var expectations: [String: ExpectedOutcome]?
    /// Size of the data, in bytes.
    package var bytes: Int
    /// The bytes that a server sends for it; nil where workers read the data itself.
    package var servedBytes: Int?
    /// The digest of the data's bytes, by `ContentDigest`: a cache tells by it whether the data is what
    /// was written. Nil in the manifest of an earlier membudget.
    package var contentDigest: String?
    /// The data's path: relative to the manifest's directory, or as given for a user's own file.
    package var file: String
    /// Names of the columns, in order; made unique as a table's columns must be. Empty for data of
    /// several tables, whose expected rows are not its units.
    package var columns: [String]

    /// Makes a manifest of the current format.
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
    /// Reads the manifest of a dataset's directory.
    ///
    /// - Throws: `DatasetError.Code.invalidManifest` if it is no manifest of this format, with the
    ///   key that is wrong.
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

    /// A manifest has about a kilobyte; with very many columns a little more.
    private static let bytesMaximum = ByteCount.mebibytes(16)

    /// Reads the text of a manifest; the path is for messages.
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

    /// Writes it into a dataset's directory: whole or not at all.
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
        // Without columns the units are files of several tables' rows.
        let areUnitsRows = !columns.isEmpty
        let isWhole =
            units >= 0 && bytes >= 0 && expected.rows >= 0 && expected.rowsFailed >= 0
            && (!areUnitsRows || expected.rows + expected.rowsFailed == units)
        guard isWhole else {
            throw Self.invalid(path, reason: "its counts contradict each other")
        }
        // It would lead out of the dataset.
        guard !["", ".", ".."].contains(file), !file.contains("/"), !file.contains("\0") else {
            throw Self.invalid(path, reason: "its data is not a file beside it")
        }
    }

    private static func invalid(_ path: String, reason: String) -> DatasetError {
        DatasetError(
            .invalidManifest, "'\(path)' is no dataset manifest: \(reason); generate it again")
    }
}

extension DecodingError {
    /// What is wrong with the JSON, in a few words.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "it is not JSON"
        }
    }
}
