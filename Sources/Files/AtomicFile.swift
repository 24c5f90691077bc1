internal import Glibc

/// Files that are whole or not there: written beside, synced, then renamed.
package enum AtomicFile {
    /// Writes a file; on failure whatever was there before is untouched and nothing is left behind.
    ///
    /// A link stays, and what it leads to is replaced. A file that is replaced hands on its mode,
    /// and its owner if we may give files away. What is no file (a device, a FIFO, an open
    /// descriptor such as `/dev/stdout`) is written into.
    ///
    /// - Parameter isWanted: Asked again and again while nobody reads the FIFO that is written into;
    ///   false gives up. Default: waits for ever.
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

    /// Writes several files, all of them or none: each is whole beside its place before the first is
    /// renamed. Only files are written, nothing special.
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

    /// Gives a finished file its place.
    private static func settle(_ temporary: String, at path: String) throws(FileError) {
        guard rename(temporary, path) == 0 else { throw FileError(.replace, path) }
        try Directory.synchronize(parentPath(of: path))
    }

    /// Writes the file that is going to replace another, beside it.
    ///
    /// - Returns: Its path.
    private static func stage(_ bytes: [UInt8], for path: String) throws(FileError) -> String {
        let temporary = temporaryPath(for: path)
        let isReplacement = FileKind(of: path) != nil
        // One that is replaced may be secret: nobody gets to see the new one before it is as secret.
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

    /// Checks that files can be made and filled in a directory, before hours of work depend on it.
    package static func checkWritable(_ directory: String) throws(FileError) {
        let probe = temporaryPath(for: directory + "/probe")
        let file = try OpenFile(
            probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, to: .create, isPrivate: true)
        defer { _ = unlink(probe) }
        try file.write([UInt8](repeating: 0, count: 4096))
        try file.synchronize()
    }

    /// Checks that a file can be written, or written into if it is no file.
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

    /// Whether a name is that of a file which was never renamed: `.NAME.RANDOM.tmp`, of earlier
    /// versions `.NAME.COUNT.PID.tmp`.
    package static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return false }
        let parts = name.dropFirst().dropLast(4).split(
            separator: ".", omittingEmptySubsequences: false)
        guard let last = parts.last, !last.isEmpty else { return false }
        if last.allSatisfy(\.isNumber) { return true }
        return parts.count > 1 && last.utf8.count == 12 && TemporaryName.isRandom(last)
    }

    /// A name that nobody else writes, no longer than names may be.
    private static func temporaryPath(for path: String) -> String {
        let name = (path.split(separator: "/").last ?? "file").prefix(50)
        return "\(parentPath(of: path))/.\(name).\(TemporaryName.random()).tmp"
    }
}
