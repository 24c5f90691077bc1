import MemoryBudget

/// The origin of a dataset in the cache: a generator, or the user's own data.
package protocol DatasetSource: Sendable {
    /// The kind of its data.
    var kind: DatasetKind { get }
    /// The version, raised whenever the same parameters would give other bytes, which invalidates
    /// the cache.
    var version: Int { get }
    /// The approximate writing speed, in bytes per second, for the plan of a run.
    var nominalBytesPerSecond: Double { get }
    /// The storage in which workers find the data.
    var storage: any DatasetStorage { get }
    /// The seed of the content; 0 for the user's own data.
    var seed: UInt64 { get }
    /// Everything else that determines the content, in canonical text, so that equal requests share
    /// one dataset.
    var parameters: [String: String] { get }

    /// Returns the approximate size on disk, erring on the high side; 0 if it is unknown.
    func estimatedBytes(of size: DatasetSize) -> Int

    /// Writes the data into an existing empty folder, in constant memory, and returns its manifest.
    ///
    /// On an error, including those of `progress`, the caller removes the folder.
    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest
}
