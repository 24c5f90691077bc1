import Files
import Glibc

/// A file that is read from its start, in chunks of one reused buffer.
final class InputFile {
    /// The path of the file.
    let path: String
    /// The size when the file was opened, in bytes.
    let byteCount: Int
    private let descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer

    /// Opens a regular file.
    ///
    /// - Throws: `DatasetError.Code.invalidInput` if it is missing, unreadable or not a regular
    ///   file, such as a folder.
    init(opening path: String, bufferBytes: Int = 1 << 18) throws {
        // O_NONBLOCK: opening a FIFO without a writer would block forever.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw DatasetError(
                .invalidInput, "'\(path)' is not a regular file; give the path of one file")
        }
        self.path = path
        byteCount = Int(status.st_size)
        buffer = .allocate(byteCount: bufferBytes, alignment: 64)
    }

    deinit {
        buffer.deallocate()
        close(descriptor)
    }

    /// Reads to the end; each chunk is valid within `body` only. All but the last are full buffers.
    func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while case let count = try fill(), count > 0 {
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Returns the next buffer, valid until the next call; `nil` at the end of the file.
    func nextChunk() throws -> UnsafeRawBufferPointer? {
        let count = try fill()
        return count > 0 ? UnsafeRawBufferPointer(rebasing: buffer[..<count]) : nil
    }

    /// Reads one buffer, valid within `body` only; it is only smaller than full at the end of the
    /// file.
    func withFirstChunk<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        let count = try fill()
        return try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    private func fill() throws -> Int {
        guard let filled = readFully(descriptor, into: buffer) else { throw FileError(.read, path) }
        return filled
    }

    private static func unreadable(_ path: String) -> DatasetError {
        let number = errno
        switch number {
        case ENOENT, ENOTDIR:
            return DatasetError(
                .invalidInput, "there is no file '\(path)'", errorNumber: number)
        case EACCES, EPERM:
            return DatasetError(
                .invalidInput, "no permission to read '\(path)'", errorNumber: number)
        default:
            return DatasetError(FileError(.open, path, number: number))
        }
    }
}
