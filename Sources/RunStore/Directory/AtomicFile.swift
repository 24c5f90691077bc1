internal import Glibc

/// Files that are whole or not there: written beside, synced, then renamed.
package enum AtomicFile {
    /// Writes a file; on failure whatever was there before is untouched and nothing is left behind.
    ///
    /// - Throws: ``RunStoreError`` with code `writeFailed`.
    package static func write(_ bytes: [UInt8], to path: String) throws(RunStoreError) {
        let temporary = temporaryPath(for: path)
        do throws(RunStoreError) {
            try writeWhole(bytes, to: temporary)
            guard rename(temporary, path) == 0 else {
                throw RunStoreError.system(.writeFailed, path, "cannot be replaced")
            }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        try synchronizeDirectory(parent(of: path))
    }

    /// Checks that files can be made and filled in a directory, before hours of work depend on it.
    ///
    /// - Throws: ``RunStoreError`` with code `cannotCreate`, or `writeFailed` on a full disk.
    package static func checkWritable(_ directory: String) throws(RunStoreError) {
        let probe = temporaryPath(for: directory + "/probe")
        defer { _ = unlink(probe) }
        let file = try OpenFile(
            probe, O_WRONLY | O_CREAT | O_EXCL, code: .cannotCreate, doing: "cannot be written")
        try file.write([UInt8](repeating: 0, count: 4096))
        try file.synchronize()
    }

    private static func writeWhole(_ bytes: [UInt8], to path: String) throws(RunStoreError) {
        let file = try OpenFile(
            path, O_WRONLY | O_CREAT | O_TRUNC, code: .writeFailed, doing: "cannot be written")
        try file.write(bytes)
        try file.synchronize()
    }

    /// Makes the names in a directory as lasting as the files they name.
    static func synchronizeDirectory(_ path: String) throws(RunStoreError) {
        let directory = try OpenFile(
            path, O_RDONLY | O_DIRECTORY, code: .writeFailed, doing: "cannot be opened")
        try directory.synchronize()
    }

    /// The directory of a path; `.` for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether a name is that of a file which was never renamed.
    static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(".") && name.hasSuffix(".tmp")
    }

    private static func temporaryPath(for path: String) -> String {
        let name = path.split(separator: "/").last ?? "file"
        return "\(parent(of: path))/.\(name).\(getpid()).tmp"
    }
}
