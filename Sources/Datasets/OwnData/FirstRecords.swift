import Files
package import MemoryBudget

/// The first records of a user's own file, as a dataset in the cache.
///
/// ```swift
/// import MemoryBudget
/// let records = FirstRecords(of: try RecordFile(scanning: "orders.csv"))
/// try records.check([Scale(parsing: "1k"), Scale(parsing: "10k")])
/// ```
package struct FirstRecords: DatasetSource {
    /// The kind of a file that a command reads.
    package static let fileKind = DatasetKind(
        name: "file", about: "The first records of your own file, given by 'file:' or --input",
        unit: "records", isGenerated: false)

    /// The original file.
    package let file: RecordFile
    /// Whether records are repeated for scales beyond the file's length.
    package let repeats: Bool
    /// Whether the manifest describes the correct result, which pipelines need.
    package let isChecked: Bool

    /// Creates a dataset source of a file.
    package init(of file: RecordFile, repeats: Bool = false, isChecked: Bool = false) {
        self.file = file
        self.repeats = repeats
        self.isChecked = isChecked
    }

    package var kind: DatasetKind { isChecked ? InputScan.kind : Self.fileKind }
    package var version: Int { 1 }
    package var seed: UInt64 { 0 }
    package var nominalBytesPerSecond: Double { 200 * 1_048_576 }
    package var storage: any DatasetStorage { FileStorage() }

    /// The digest of the content, and the file name, whose extension programs may look at.
    package var parameters: [String: String] {
        ["content": file.contentDigest, "name": dataName]
    }

    private var dataName: String {
        let ending = FileName.safe(RecordFormat.ending(of: file.path))
        return ending.isEmpty ? "data" : "data.\(ending)"
    }

    package func estimatedBytes(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): file.estimatedBytes(of: scale.units)
        case .bytes(let count): count.bytes
        }
    }

    /// Checks that the file has enough records for each of the scales.
    ///
    /// - Throws: `DatasetError.Code.beyondFile` with the number of records in the file.
    package func check(_ scales: [Scale]) throws(DatasetError) {
        guard file.recordCount > 0 else {
            throw DatasetError(.beyondFile, "'\(file.path)' has no records")
        }
        let missing = scales.filter { $0.units > file.recordCount }
        guard !missing.isEmpty, !repeats else { return }
        let labels = missing.map(\.label).joined(separator: ", ")
        throw DatasetError(
            .beyondFile,
            "'\(file.path)' has \(counted(file.recordCount, of: "records")), too few for scale"
                + "\(missing.count == 1 ? "" : "s") \(labels); choose smaller scales, or repeat its"
                + " records in a scenario, with 'dataset: { file: …, repeat: true }'")
    }

    /// Returns the file itself, as the dataset of all its records.
    package func whole(progress: DatasetProgress.Handler = { _ in }) throws -> Dataset {
        if isChecked { return try InputScan.dataset(of: file.path, progress: progress) }
        return Dataset(
            path: file.path,
            manifest: manifest(
                units: file.recordCount, bytes: file.byteCount, digest: file.contentDigest,
                file: file.path))
    }

    /// Writes a file with nothing but the header, on which floors are measured.
    ///
    /// - Parameter folder: The folder for the file.
    /// - Throws: `DatasetError` if it can't be written.
    package func empty(in folder: String) throws -> Dataset {
        let manifest = try generate(.units(.floor), into: folder) { _ in }
        return Dataset(path: "\(folder)/\(manifest.file)", manifest: manifest)
    }

    package func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        guard case .units(let scale) = size else {
            throw DatasetError(.invalidParameter, "a file is split by records, not by bytes")
        }
        let path = "\(directory)/\(dataName)"
        let output = try OutputFile(creating: path)
        var copy = RecordCopy(of: file, to: output, total: scale.units)
        try copy.run(progress)
        try output.finish()
        guard isChecked else {
            return manifest(
                units: scale.units, bytes: output.byteCount, digest: nil, file: dataName)
        }
        var manifest = try InputScan.dataset(of: path, progress: progress).manifest
        manifest.generatorVersion = version
        manifest.parameters = parameters
        manifest.file = dataName
        return manifest
    }

    private func manifest(
        units: Int, bytes: Int, digest: String?, file: String
    ) -> DatasetManifest {
        DatasetManifest(
            kind: kind.name, generatorVersion: version, parameters: parameters, units: units,
            expected: ExpectedOutcome(rows: units, rowsFailed: 0, digest: ""), bytes: bytes,
            contentDigest: digest, file: file, columns: [])
    }
}
