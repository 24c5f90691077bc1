import Files
package import MemoryBudget

extension Dataset {
    /// Generates a dataset into a folder that the user chose: the data and `manifest.json`.
    ///
    /// The folder and its parents are created if missing. The files are written in a temporary
    /// folder within it and renamed, the manifest last; on any error, including those of
    /// `progress`, all of them are removed.
    ///
    /// - Throws: `DatasetError`; `.alreadyExists` if the folder already holds such files.
    package static func generate(
        _ request: Scenario.DatasetRequest, size: DatasetSize, into directory: String,
        progress: DatasetProgress.Handler = { _ in }
    ) throws -> Dataset {
        let generator = try DatasetKinds.generator(for: request)
        let existed = Directory.exists(directory)
        return try withDatasetErrors {
            try Directory.make(directory)
            do {
                for name in [type(of: generator).dataName, DatasetManifest.fileName] {
                    try refuse(name, in: directory)
                }
                try refuseFullDisk(directory, needed: generator.estimatedBytes(of: size))
                return try generate(generator, size: size, into: directory, progress: progress)
            } catch {
                if !existed { try? Directory.removeIfEmpty(directory) }
                throw error
            }
        }
    }

    private static func generate(
        _ generator: any DatasetGenerator, size: DatasetSize, into directory: String,
        progress: DatasetProgress.Handler
    ) throws -> Dataset {
        let temporary = try Directory.makeTemporary(
            "\(directory)/.membudget-", mode: DatasetCache.directoryMode)
        defer { try? Directory.remove(temporary) }
        let manifest = try generator.generate(size, into: temporary, progress: progress)
        try manifest.write(to: temporary)
        let path = "\(directory)/\(manifest.file)"
        try Directory.rename("\(temporary)/\(manifest.file)", to: path)
        do {
            let name = DatasetManifest.fileName
            try Directory.rename("\(temporary)/\(name)", to: "\(directory)/\(name)")
        } catch {
            try? Directory.remove(path)
            throw error
        }
        return Dataset(path: path, manifest: manifest)
    }

    private static func refuse(_ name: String, in directory: String) throws {
        guard try Directory.names(in: directory).contains(name) else { return }
        throw DatasetError(
            .alreadyExists,
            "'\(directory)' already holds \(name); remove it or choose another folder")
    }

    private static func refuseFullDisk(_ directory: String, needed: Int) throws {
        let free = try DiskSpace.freeBytes(at: directory)
        guard needed > free else { return }
        throw DatasetError(
            .diskFull,
            "the dataset needs about \(ByteCount(needed)), but the disk of '\(directory)' has"
                + " \(ByteCount(free)) free; choose a folder on another disk or a smaller size")
    }
}
