package import MemoryBudget

/// What a dataset holds and what a correct result of it is: `manifest.json` beside the data.
///
/// Written last and renamed into place, so a directory with a manifest is a whole dataset.
package struct DatasetManifest: Hashable, Sendable, Codable {
    /// The version of this format, the first thing a reader checks.
    package static let schema = "membudget.dataset/1"
    /// The manifest's name within a dataset's directory.
    package static let fileName = "manifest.json"

    /// The format's version, `membudget.dataset/1`.
    package var schema = Self.schema
    /// The generator's name, or `csv` for a user's own file.
    package var kind: String
    /// Rises whenever the same seed would give other bytes.
    package var generatorVersion: Int
    /// What the content was drawn from; 0 for a user's own file.
    package var seed: UInt64
    /// Every setting of the kind with the value that was used, defaults included.
    package var parameters: [String: String]
    /// Records, good and bad; the files of a tree.
    package var units: Int
    /// What a correct result holds.
    package var expected: ExpectedOutcome
    /// What a correct result holds under other settings of the job, by name; nil if there are none.
    package var expectations: [String: ExpectedOutcome]?
    /// Size of the data, in bytes.
    package var bytes: Int
    /// The data's path: relative to the manifest's directory, or as given for a user's own file.
    package var file: String
    /// Names of the columns, in order; made unique as a table's columns must be. Empty for data of
    /// several tables, whose expected rows are not its units.
    package var columns: [String]

    /// Makes a manifest of the current format.
    package init(
        kind: String, generatorVersion: Int, seed: UInt64 = 0, parameters: [String: String] = [:],
        units: Int, expected: ExpectedOutcome, expectations: [String: ExpectedOutcome]? = nil,
        bytes: Int, file: String, columns: [String]
    ) {
        self.kind = kind
        self.generatorVersion = generatorVersion
        self.seed = seed
        self.parameters = parameters
        self.units = units
        self.expected = expected
        self.expectations = expectations
        self.bytes = bytes
        self.file = file
        self.columns = columns
    }

    enum CodingKeys: String, CodingKey {
        case schema, kind
        case generatorVersion = "generator_version"
        case seed, parameters, units, expected, expectations, bytes, file, columns
    }
}
