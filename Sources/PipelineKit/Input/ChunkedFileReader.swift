import Glibc

/// Reads a file from its start to its end, in chunks, into memory that the caller owns and reuses.
///
/// `read(2)`, not `mmap`: mapped pages count as resident memory, read ones don't.
package struct ChunkedFileReader: ~Copyable {
    private let systemPath: SystemPath
    private let descriptor: Int32
    /// The file when it was opened.
    private let stamp: InputStamp

    /// Opens a regular file.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`, or `badSetting` for anything but a file.
    package init(path: String) throws(WorkerError) {
        try self.init(SystemPath(path))
    }

    /// Opens a regular file, whose path need not be UTF-8.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`, or `badSetting` for anything but a file.
    package init(_ path: SystemPath) throws(WorkerError) {
        // O_NONBLOCK: opening a FIFO without a writer would wait for ever.
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

    /// The file's path, for messages.
    package var path: String { systemPath.text }

    /// The file's size when it was opened, in bytes; 0 for those of `/proc`.
    package var byteCount: Int { stamp.byteCount }

    /// Fills the start of `memory` and says how many bytes came; 0 is the end of the file.
    ///
    /// - Throws: ``WorkerError`` with code `io`; at the end one with code `badSetting` if the file
    ///   changed meanwhile.
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

    /// Checks that nobody wrote the open file since it was opened, or put another in its place.
    private func checkUnchanged() throws(WorkerError) {
        guard InputStamp(of: systemPath) == stamp else { throw .inputChanged(path) }
    }

    /// The rest of the file, whole: for the strategies that load everything.
    ///
    /// - Throws: As ``read(into:)``.
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
