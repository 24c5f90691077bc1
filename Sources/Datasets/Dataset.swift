import Files

/// The input of a trial, with its manifest.
///
/// ```swift
/// import MemoryBudget
/// let request = Scenario.DatasetRequest(kind: "csv-rows")
/// let size = try DatasetSize.units(Scale(parsing: "10k"))
/// let dataset = try Dataset.generate(request, size: size, into: "feed")
/// print(dataset.path, dataset.manifest.bytes)
/// ```
///
/// The cache keeps the files as long as a copy of the value exists: release it after the last
/// trial.
package struct Dataset: Sendable {
    /// The path of the input: a file, or a folder for kinds that are trees.
    package let path: String
    /// The description of the content.
    package let manifest: DatasetManifest
    /// Whether the dataset replaces one in the cache whose content had changed.
    package var isReplacement = false
    private let lease: FileLock?

    /// Creates a dataset outside any cache, such as a user's own file.
    package init(path: String, manifest: DatasetManifest) {
        self.init(path: path, manifest: manifest, lease: nil)
    }

    init(path: String, manifest: DatasetManifest, lease: FileLock?) {
        self.path = path
        self.manifest = manifest
        self.lease = lease
    }
}
