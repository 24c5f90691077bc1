internal import Glibc

/// Atomic writing of files: each is written to a temporary file, synced, and then renamed.
///
/// ```swift
/// try AtomicFile.write(Array("done\n".utf8), to: "report.txt")
/// ```
package enum AtomicFile {
    /// Writes a file. If that fails, an existing file is unchanged and nothing is left behind.
    ///
    /// If the path is a link, its target is replaced. A replaced file passes on its mode and, if
    /// permitted, its owner. Anything else (a device, a FIFO, an open descriptor such as
    /// `/dev/stdout`) is written to directly.
    ///
    /// - Parameter isWanted: Called repeatedly while nobody reads a FIFO that is written to; false
    ///   gives up. By default, waits forever.
    package static func write(
        _ bytes: [UInt8], to path: String, while isWanted: () -> Bool = { true }
    ) throws(FileError) {
        switch try OutputTarget(path) {
        case .file(let path): try replace(path, with: bytes)
        case .special(let path): try SpecialFile.write(bytes, to: path, while: isWanted)
        case .descriptor(let number):
            try SpecialFile.write(bytes, to: number, path: path, while: isWanted)
        }
    }

    /// Writes several files, all of them or none: every file is complete before the first is
    /// renamed. Only regular files can be written this way.
    package static func write(
        all files: [(path: String, bytes: [UInt8])]
    ) throws(FileError) {
        var staged: [(temporary: String, path: String)] = []
        defer { for file in staged { _ = unlink(file.temporary) } }
        for (path, bytes) in files {
            guard case .file(let path) = try OutputTarget(path), !Directory.exists(path) else {
                throw FileError(.replace, path, number: EISDIR)
            }
            staged.append((try stage(bytes, for: path), path))
        }
        while let file = staged.first {
            try settle(file.temporary, at: file.path)
            staged.removeFirst()
        }
    }

    private static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let temporary = try stage(bytes, for: path)
        do throws(FileError) {
            try settle(temporary, at: path)
        } catch {
            _ = unlink(temporary)
            throw error
        }
    }

    /// Renames a finished temporary file.
    private static func settle(_ temporary: String, at path: String) throws(FileError) {
        guard rename(temporary, path) == 0 else { throw FileError(.replace, path) }
        try Directory.synchronize(parentPath(of: path))
    }

    /// Writes the temporary file for a path, in the same folder.
    ///
    /// - Returns: The path of the temporary file.
    private static func stage(_ bytes: [UInt8], for path: String) throws(FileError) -> String {
        let temporary = temporaryPath(for: path)
        let isReplacement = FileKind(of: path) != nil
        // The replaced file may be private, so the new one is private until it has the same mode.
        let file = try OpenFile(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, to: .write,
            isPrivate: isReplacement)
        do throws(FileError) {
            if isReplacement { file.takeOwnerAndMode(of: path) }
            try file.write(bytes)
            try file.synchronize()
        } catch {
            _ = unlink(temporary)
            throw error
        }
        return temporary
    }

    /// Checks that files can be created and written in a folder, before hours of work depend on it.
    package static func checkWritable(_ directory: String) throws(FileError) {
        let probe = temporaryPath(for: directory + "/probe")
        let file = try OpenFile(
            probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, to: .create, isPrivate: true)
        defer { _ = unlink(probe) }
        try file.write([UInt8](repeating: 0, count: 4096))
        try file.synchronize()
    }

    /// Checks that a file, or a device or other special file, can be written.
    package static func checkWritable(file path: String) throws(FileError) {
        switch try OutputTarget(path) {
        case .file(let path):
            guard !Directory.exists(path) else { throw FileError(.replace, path, number: EISDIR) }
            try checkWritable(parentPath(of: path))
        case .special(let path):
            guard access(path, W_OK) == 0 else { throw FileError(.write, path) }
        case .descriptor(let number):
            let flags = fcntl(number, F_GETFL)
            guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
                throw FileError(.write, path, number: EBADF)
            }
        }
    }

    /// Returns whether a name is that of a temporary file: `.NAME.RANDOM.tmp`, or
    /// `.NAME.COUNT.PID.tmp` in earlier versions.
    package static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return false }
        let parts = name.dropFirst().dropLast(4).split(
            separator: ".", omittingEmptySubsequences: false)
        guard let last = parts.last, !last.isEmpty else { return false }
        if last.allSatisfy(\.isNumber) { return true }
        return parts.count > 1 && last.utf8.count == 12 && TemporaryName.isRandom(last)
    }

    /// Returns a unique temporary path, with a name short enough for any file system.
    private static func temporaryPath(for path: String) -> String {
        let name = (path.split(separator: "/").last ?? "file").prefix(50)
        return "\(parentPath(of: path))/.\(name).\(TemporaryName.random()).tmp"
    }
}
