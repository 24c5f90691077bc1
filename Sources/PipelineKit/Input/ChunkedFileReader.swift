import Glibc

/// A reader of a file from start to end, in chunks, into memory that the caller owns and reuses.
///
/// It uses `read(2)` instead of `mmap`: mapped pages would count as resident memory.
///
/// ```swift
/// var reader = try ChunkedFileReader(path: "orders.csv")
/// var buffer = [UInt8](repeating: 0, count: 1 << 16)
/// let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
/// ```
package struct ChunkedFileReader: ~Copyable {
    private let systemPath: SystemPath
    private let descriptor: Int32
    /// The stamp of the file when it was opened.
    private let stamp: InputStamp

    /// Opens a regular file.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`, or `badSetting` if it isn't a regular
    ///   file.
    package init(path: String) throws(WorkerError) {
        try self.init(SystemPath(path))
    }

    /// Opens a regular file whose path need not be UTF-8.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`, or `badSetting` if it isn't a regular
    ///   file.
    package init(_ path: SystemPath) throws(WorkerError) {
        // O_NONBLOCK: opening a FIFO without a writer would block forever.
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            throw WorkerError(
                .inputMissing, "cannot read '\(path.text)'", underlying: SystemError.last)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.isRegular else {
            close(descriptor)
            throw .notRegular(path.text, mode: status.st_mode)
        }
        systemPath = path
        self.descriptor = descriptor
        stamp = InputStamp(status)
    }

    deinit {
        close(descriptor)
    }

    /// The path of the file, for messages.
    package var path: String { systemPath.text }

    /// The size when the file was opened, in bytes; 0 for files of `/proc`.
    package var byteCount: Int { stamp.byteCount }

    /// Fills the start of `memory` and returns the number of bytes read; 0 at the end of the file.
    ///
    /// - Throws: ``WorkerError`` with code `io`; at the end, with code `badSetting` if the file
    ///   changed since it was opened.
    package func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        while true {
            let count = Glibc.read(descriptor, memory.baseAddress, memory.count)
            if count > 0 { return count }
            if count == 0 {
                try checkUnchanged()
                return 0
            }
            guard errno == EINTR else {
                throw WorkerError(.io, "cannot read '\(path)'", underlying: SystemError.last)
            }
        }
    }

    /// Checks that the file wasn't written or replaced since it was opened.
    private func checkUnchanged() throws(WorkerError) {
        guard InputStamp(of: systemPath) == stamp else { throw .inputChanged(path) }
    }

    /// Returns the rest of the file, for strategies that load all of it.
    ///
    /// - Throws: The errors of ``read(into:)``.
    package func readAll() throws(WorkerError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { chunk.deallocate() }
        while case let count = try read(into: chunk), count > 0 {
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return bytes
    }
}
