import Files

/// The input of a trial and what is known about it.
///
/// While a copy of it lives, the cache keeps the files: let go of it after the last trial.
package struct Dataset: Sendable {
    /// The input's path: a file, or a directory for kinds that are trees.
    package let path: String
    /// What it holds.
    package let manifest: DatasetManifest
    /// Whether the cache held it with other content, and generated it again.
    package var isReplacement = false
    private let lease: FileLock?

    /// Makes a dataset that no cache keeps, such as a user's own file.
    package init(path: String, manifest: DatasetManifest) {
        self.init(path: path, manifest: manifest, lease: nil)
    }

    init(path: String, manifest: DatasetManifest, lease: FileLock?) {
        self.path = path
        self.manifest = manifest
        self.lease = lease
    }
}
