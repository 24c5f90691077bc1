internal import Glibc

/// Files that are whole or not there: written beside, synced, then renamed.
package enum AtomicFile {
    /// Writes a file; on failure whatever was there before is untouched and nothing is left behind.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let temporary = temporaryPath(for: path)
        do throws(FileError) {
            try writeWhole(bytes, to: temporary)
            guard rename(temporary, path) == 0 else { throw FileError(.replace, path) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        try Directory.synchronize(parentPath(of: path))
    }

    /// Checks that files can be made and filled in a directory, before hours of work depend on it.
    package static func checkWritable(_ directory: String) throws(FileError) {
        let probe = temporaryPath(for: directory + "/probe")
        defer { _ = unlink(probe) }
        let file = try OpenFile(probe, O_WRONLY | O_CREAT | O_EXCL, to: .create)
        try file.write([UInt8](repeating: 0, count: 4096))
        try file.synchronize()
    }

    private static func writeWhole(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC, to: .write)
        try file.write(bytes)
        try file.synchronize()
    }

    /// Whether a name is that of a file which was never renamed.
    package static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(".") && name.hasSuffix(".tmp")
    }

    private static func temporaryPath(for path: String) -> String {
        let name = path.split(separator: "/").last ?? "file"
        return "\(parentPath(of: path))/.\(name).\(getpid()).tmp"
    }
}
