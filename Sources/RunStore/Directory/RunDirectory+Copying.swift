internal import Glibc

extension RunDirectory {
    /// Takes over the files that another run keeps a trial each in: series, bad units, profiles.
    func copyFiles(from other: RunDirectory) throws(RunStoreError) {
        for folder in ["series", "rejected", "profiles"] {
            let source = "\(other.path)/\(folder)"
            guard Directory.isDirectory(source) else { continue }
            try Directory.make("\(path)/\(folder)")
            for name in try Directory.names(in: source) where !AtomicFile.isTemporary(name) {
                let file = try OpenFile(
                    "\(source)/\(name)", O_RDONLY, code: .unreadable, doing: "cannot be read")
                try AtomicFile.write(file.readAll(), to: "\(path)/\(folder)/\(name)")
            }
        }
    }

    /// The names of its series, sorted; none without the folder.
    func seriesNames() throws(RunStoreError) -> [String] {
        guard Directory.isDirectory(seriesPath) else { return [] }
        return try Directory.names(in: seriesPath).filter { !AtomicFile.isTemporary($0) }.sorted()
    }

    /// The journal as it is on disk; none is empty.
    func journalBytes() throws(RunStoreError) -> [UInt8] {
        guard access(journalPath, F_OK) == 0 else { return [] }
        return try OpenFile(
            journalPath, O_RDONLY, code: .unreadable, doing: "cannot be read"
        ).readAll()
    }
}
