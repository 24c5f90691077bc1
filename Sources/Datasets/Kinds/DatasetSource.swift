import MemoryBudget

/// The origin of a dataset of the cache: a generator, or data of the user's own.
package protocol DatasetSource: Sendable {
    /// The kind of data it makes.
    var kind: DatasetKind { get }
    /// Must rise whenever the same parameters would give other bytes: old datasets then leave the cache.
    var version: Int { get }
    /// About how many bytes it writes in a second, for the plan of a run.
    var nominalBytesPerSecond: Double { get }
    /// Where workers find it.
    var storage: any DatasetStorage { get }
    /// The seed of the content; 0 for the user's own data.
    var seed: UInt64 { get }
    /// Everything else that decides over the content, in canonical text, so that what is equal shares one
    /// dataset.
    var parameters: [String: String] { get }

    /// About how many bytes a size takes on disk, a little more is better than less; 0 if nobody knows.
    func estimatedBytes(of size: DatasetSize) -> Int

    /// Writes the data into an existing empty directory, in constant memory, and describes it.
    ///
    /// On an error the caller removes the directory. What `progress` throws is passed on.
    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest
}
