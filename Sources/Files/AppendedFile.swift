internal import Glibc
package import MemoryBudget

/// A regular file to which only this process appends, and which detects changes by others.
///
/// ```swift
/// var file = try AppendedFile("trials.jsonl")
/// guard file.lock() else { fatalError("another process has the file") }
/// try file.append(Array("{}\n".utf8))
/// ```
///
/// The digest of the written content is kept in memory and uses a secret key of this process. So
/// nobody who can write to the file can produce other content with the same digest.
package struct AppendedFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var byteCount = 0
    private var digest = Hasher()
    /// The state in which this process left the file; `nil` before the first write.
    private var stamp: FileStamp?

    /// Opens or creates a file, keeping its contents. Links are not followed.
    package init(_ path: String) throws(StoredFileError) {
        self.path = path
        descriptor = try Self.opened(path)
    }

    private static func opened(_ path: String) throws(StoredFileError) -> Int32 {
        let kind = FileKind(ofLink: path)
        guard kind != .link else { throw StoredFileError(path, cause: .link) }
        guard kind == nil || kind == .regular else {
            throw StoredFileError(path, cause: .notRegular)
        }
        let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let descriptor = open(path, flags, 0o666)
        guard descriptor >= 0 else { throw StoredFileError(FileError(.create, path)) }
        guard FileKind(ofOpen: descriptor) == .regular else {
            close(descriptor)
            throw StoredFileError(path, cause: .notRegular)
        }
        return descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Locks the file for this process until it is closed; returns false if another process has it.
    package func lock() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Returns the contents of the file.
    ///
    /// - Throws: `StoredFileError` if the file is longer than `limit` or can't be read.
    package func contents(upTo limit: ByteCount) throws(StoredFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk(upTo: limit) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Keeps the given start of the file as its known content, and truncates the rest.
    package mutating func keep(_ bytes: ArraySlice<UInt8>) throws(StoredFileError) {
        guard let found = FileStamp(ofOpen: descriptor) else {
            throw StoredFileError(FileError(.examine, path))
        }
        if found.bytes > bytes.count { try truncate(to: bytes.count) }
        try synchronize()
        note(bytes)
    }

    /// Appends bytes, and returns once they are on disk.
    ///
    /// - Throws: ``StoredFileError`` with the cause `changed` if the content was changed. After a
    ///   failed write, the file is restored to its previous length.
    package mutating func append(_ bytes: [UInt8]) throws(StoredFileError) {
        // Reads the whole file only if it was touched, because a long run appends thousands of
        // times.
        if !isUntouched { try check() }
        do throws(StoredFileError) {
            if let number = bytes.withUnsafeBytes({ writeAll($0, to: descriptor) }) {
                throw StoredFileError(FileError(.write, path, number: number))
            }
            try synchronize()
        } catch {
            try? truncate(to: byteCount)
            throw error
        }
        note(bytes[...])
    }

    /// Checks that the file holds exactly what was written, and still has its name.
    ///
    /// - Throws: ``StoredFileError`` with the cause `changed`.
    package func check() throws(StoredFileError) {
        guard let open = FileStamp(ofOpen: descriptor), open == FileStamp(ofLink: path),
            open.bytes == byteCount
        else { throw StoredFileError(path, cause: .changed) }
        var found = Hasher()
        try forEachChunk(upTo: ByteCount(byteCount)) { found.combine(bytes: $0) }
        guard found.finalize() == digest.finalize() else {
            throw StoredFileError(path, cause: .changed)
        }
    }

    private mutating func note(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { digest.combine(bytes: $0) }
        byteCount += bytes.count
        stamp = FileStamp(ofOpen: descriptor)
    }

    /// Whether the file and its directory entry are as this process left them.
    private var isUntouched: Bool {
        stamp != nil && FileStamp(ofOpen: descriptor) == stamp && FileStamp(ofLink: path) == stamp
    }

    private func forEachChunk(
        upTo limit: ByteCount, take body: (UnsafeRawBufferPointer) -> Void
    ) throws(StoredFileError) {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var offset = 0
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                retried { pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
            }
            guard count >= 0 else { throw StoredFileError(FileError(.read, path)) }
            if count == 0 { return }
            offset += count
            guard offset <= limit.bytes else {
                throw StoredFileError(path, cause: .tooLong(limit: limit))
            }
            chunk.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    private func truncate(to byteCount: Int) throws(StoredFileError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw StoredFileError(FileError(.truncate, path))
        }
    }

    private func synchronize() throws(StoredFileError) {
        guard fsync(descriptor) == 0 else { throw StoredFileError(FileError(.synchronize, path)) }
    }
}
