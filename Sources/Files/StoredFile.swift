internal import Glibc
internal import MemoryBudget

/// A file open for reading that has been checked to be a regular file.
struct StoredFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens a file below a folder without following links there; `nil` if it doesn't exist.
    init?(_ name: String, in folder: String) throws(StoredFileError) {
        let components = name.split(separator: "/", omittingEmptySubsequences: false)
        let path = "\(folder)/\(name)"
        guard components.allSatisfy({ !["", ".", ".."].contains($0) }), let last = components.last
        else { throw StoredFileError(path, cause: .notRegular) }
        guard var place = try FolderPlace(folder) else { return nil }
        for component in components.dropLast() {
            guard let below = try place.folder(String(component)) else { return nil }
            place = below
        }
        guard let descriptor = try place.regularFile(String(last)) else { return nil }
        (self.path, self.descriptor) = (path, descriptor)
    }

    /// Opens a path named by the user; `nil` if it doesn't exist.
    ///
    /// - Parameter followsLink: Whether the path may be a link; default true.
    init?(_ path: String, followsLink: Bool = true) throws(StoredFileError) {
        let opened = try openRegular(path, in: AT_FDCWD, path: path, follows: followsLink)
        guard let descriptor = opened else { return nil }
        (self.path, self.descriptor) = (path, descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// Returns the whole contents.
    ///
    /// - Parameter limit: The maximum size; longer files are refused, also if they grow while they
    ///   are read.
    func bytes(upTo limit: ByteCount) throws(StoredFileError) -> [UInt8] {
        let bytes = try start(byteCountMaximum: limit.bytes + 1)
        guard bytes.count <= limit.bytes else {
            throw StoredFileError(path, cause: .tooLong(limit: limit))
        }
        return bytes
    }

    /// Returns the start of the file; fewer bytes if it is shorter.
    func start(byteCountMaximum: Int) throws(StoredFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(byteCountMaximum, 1 << 16))
        while bytes.count < byteCountMaximum {
            let wanted = min(chunk.count, byteCountMaximum - bytes.count)
            let count = chunk.withUnsafeMutableBytes { buffer in
                retried { pread(descriptor, buffer.baseAddress, wanted, off_t(bytes.count)) }
            }
            guard count >= 0 else { throw StoredFileError(FileError(.read, path)) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}

/// An open folder, whose entries are reached without resolving its path again.
private struct FolderPlace: ~Copyable {
    private let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        (self.path, self.descriptor) = (path, descriptor)
    }

    /// Opens a folder, also through a link; `nil` if it doesn't exist.
    init?(_ path: String) throws(StoredFileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StoredFileError(FileError(.open, path))
        }
        self.init(path: path, descriptor: descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// Opens a folder in this one; `nil` if it doesn't exist.
    func folder(_ name: String) throws(StoredFileError) -> FolderPlace? {
        let place = "\(path)/\(name)"
        guard let mode = try fileMode(name, in: descriptor, path: place, follows: false) else {
            return nil
        }
        guard mode != S_IFLNK else { throw StoredFileError(place, cause: .link) }
        guard mode == S_IFDIR else { throw StoredFileError(place, cause: .notFolder) }
        let below = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard below >= 0 else { throw StoredFileError(FileError(.open, place)) }
        return FolderPlace(path: place, descriptor: below)
    }

    /// Opens a regular file in this folder; `nil` if it doesn't exist.
    func regularFile(_ name: String) throws(StoredFileError) -> Int32? {
        try openRegular(name, in: descriptor, path: "\(path)/\(name)", follows: false)
    }
}

/// Opens a regular file; `nil` if it doesn't exist.
///
/// The kind is checked before, because opening a device can have effects, and again afterwards.
///
/// - Parameters:
///   - folder: The descriptor of the folder that contains it.
///   - path: The path of the file, for error messages.
///   - follows: Whether the name may be a link to the file.
private func openRegular(
    _ name: String, in folder: Int32, path: String, follows: Bool
) throws(StoredFileError) -> Int32? {
    guard let mode = try fileMode(name, in: folder, path: path, follows: follows) else {
        return nil
    }
    guard mode != S_IFLNK else { throw StoredFileError(path, cause: .link) }
    guard mode == S_IFREG else { throw StoredFileError(path, cause: .notRegular) }
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (follows ? 0 : O_NOFOLLOW)
    let descriptor = openat(folder, name, flags)
    guard descriptor >= 0 else { throw StoredFileError(FileError(.read, path)) }
    guard FileKind(ofOpen: descriptor) == .regular else {
        close(descriptor)
        throw StoredFileError(path, cause: .notRegular)
    }
    return descriptor
}

/// Returns the type of a file, which is the `S_IFMT` part of its mode; `nil` if it doesn't exist.
private func fileMode(
    _ name: String, in folder: Int32, path: String, follows: Bool
) throws(StoredFileError) -> mode_t? {
    var status = stat()
    guard fstatat(folder, name, &status, follows ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else {
        if errno == ENOENT { return nil }
        throw StoredFileError(FileError(.examine, path))
    }
    return status.st_mode & S_IFMT
}
