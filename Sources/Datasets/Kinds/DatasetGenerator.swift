import MemoryBudget

/// Makes one kind of dataset: a pure function of seed, settings and size, on every machine.
package protocol DatasetGenerator: Sendable {
    /// What it makes.
    static var kind: DatasetKind { get }
    /// Name of the file or directory that it makes: the manifest's `file`.
    static var dataName: String { get }
    /// Must rise whenever the same seed would give other bytes: old datasets then leave the cache.
    static var version: Int { get }
    /// About how many bytes it writes in a second, for the plan of a run; default 40 MiB, as trees of
    /// small files and databases come.
    static var nominalBytesPerSecond: Double { get }
    /// Where workers find it; default: in the files themselves.
    var storage: any DatasetStorage { get }

    /// Makes a generator; `parameters` holds a value for every setting of the kind and no other.
    ///
    /// - Throws: `DatasetError.Code.invalidParameter` for a value it does not understand.
    init(seed: UInt64, parameters: [String: String]) throws(DatasetError)

    /// What the content is drawn from.
    var seed: UInt64 { get }
    /// Every setting in its canonical text, so that equal settings share one dataset.
    var parameters: [String: String] { get }

    /// About how many bytes a size takes on disk; a little more is better than less.
    func estimatedBytes(of size: DatasetSize) -> Int

    /// Writes the data into an existing empty directory, in constant memory, and describes it.
    ///
    /// On an error the caller removes the directory. What `progress` throws is passed on.
    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest
}

extension DatasetGenerator {
    /// 40 MiB, unless a generator knows better.
    package static var nominalBytesPerSecond: Double { 40 * 1_048_576 }

    /// Plain files, unless a generator says otherwise.
    package var storage: any DatasetStorage { FileStorage() }

    /// How far a generation is.
    func progressReport(_ size: DatasetSize, units: Int, bytes: Int) -> DatasetProgress {
        var report = DatasetProgress(
            stage: .generating, unitsDone: units, bytesDone: bytes,
            bytesTotal: estimatedBytes(of: size))
        if case .units(let scale) = size { report.unitsTotal = scale.units }
        return report
    }
}
