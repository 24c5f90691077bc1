internal import Files
internal import Glibc

extension RunDirectory {
    /// Takes over the files that another run keeps a trial each in: series, rejected units, profiles.
    func copyFiles(from other: RunDirectory, checkStop: () throws -> Void) throws {
        for folder in ["series", "rejected", "profiles"] {
            let source = "\(other.path)/\(folder)"
            guard Directory.exists(source) else { continue }
            try withStoreErrors(Directory.make("\(path)/\(folder)"))
            for name in try withStoreErrors(Directory.names(in: source))
            where !AtomicFile.isTemporary(name) {
                try checkStop()
                let bytes = try withStoreErrors(OpenFile(reading: "\(source)/\(name)").readAll())
                try withStoreErrors(AtomicFile.write(bytes, to: "\(path)/\(folder)/\(name)"))
            }
        }
    }

    /// The names of its series, sorted; none without the folder.
    func seriesNames() throws(RunStoreError) -> [String] {
        guard Directory.exists(seriesPath) else { return [] }
        return try withStoreErrors(Directory.names(in: seriesPath))
            .filter { !AtomicFile.isTemporary($0) }
    }

    /// The journal as it is on disk; none is empty.
    func journalBytes() throws(RunStoreError) -> [UInt8] {
        guard access(journalPath, F_OK) == 0 else { return [] }
        return try withStoreErrors(OpenFile(reading: journalPath).readAll())
    }
}
