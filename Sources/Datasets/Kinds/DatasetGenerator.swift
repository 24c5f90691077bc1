import MemoryBudget

/// A generator of one kind of dataset: a pure function of seed, settings and size on any machine.
package protocol DatasetGenerator: DatasetSource {
    /// The kind of the generated datasets.
    static var kind: DatasetKind { get }
    /// The name of the generated file or folder, which is the manifest's `file`.
    static var dataName: String { get }
    /// The version, raised whenever the same seed would give other bytes, which invalidates the
    /// cache.
    static var version: Int { get }
    /// The approximate writing speed, in bytes per second, for the plan of a run. The default of 40
    /// MiB suits databases and trees of small files.
    static var nominalBytesPerSecond: Double { get }

    /// Creates a generator; `parameters` has a value for every setting of the kind and no others.
    ///
    /// - Throws: `DatasetError.Code.invalidParameter` for an invalid value.
    init(seed: UInt64, parameters: [String: String]) throws(DatasetError)
}

extension DatasetGenerator {
    /// The default of 40 MiB.
    package static var nominalBytesPerSecond: Double { 40 * 1_048_576 }

    package var kind: DatasetKind { Self.kind }
    package var version: Int { Self.version }
    package var nominalBytesPerSecond: Double { Self.nominalBytesPerSecond }

    /// The default: plain files.
    package var storage: any DatasetStorage { FileStorage() }

    /// Returns the progress of a generation.
    func progressReport(_ size: DatasetSize, units: Int, bytes: Int) -> DatasetProgress {
        var report = DatasetProgress(
            stage: .generating, unitsDone: units, bytesDone: bytes,
            bytesTotal: estimatedBytes(of: size))
        if case .units(let scale) = size { report.unitsTotal = scale.units }
        return report
    }
}
