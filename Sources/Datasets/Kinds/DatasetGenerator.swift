import MemoryBudget

/// Makes one kind of dataset: a pure function of seed, settings and size, on every machine.
package protocol DatasetGenerator: DatasetSource {
    /// What it makes.
    static var kind: DatasetKind { get }
    /// Name of the file or directory that it makes: the manifest's `file`.
    static var dataName: String { get }
    /// Must rise whenever the same seed would give other bytes: old datasets then leave the cache.
    static var version: Int { get }
    /// About how many bytes it writes in a second, for the plan of a run; default 40 MiB, as trees of
    /// small files and databases come.
    static var nominalBytesPerSecond: Double { get }

    /// Makes a generator; `parameters` holds a value for every setting of the kind and no other.
    ///
    /// - Throws: `DatasetError.Code.invalidParameter` for a value it does not understand.
    init(seed: UInt64, parameters: [String: String]) throws(DatasetError)
}

extension DatasetGenerator {
    /// 40 MiB, unless a generator knows better.
    package static var nominalBytesPerSecond: Double { 40 * 1_048_576 }

    package var kind: DatasetKind { Self.kind }
    package var version: Int { Self.version }
    package var nominalBytesPerSecond: Double { Self.nominalBytesPerSecond }

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
