import Glibc

/// Reads a file from its start to its end, in chunks, into memory that the caller owns and reuses.
///
/// `read(2)`, not `mmap`: mapped pages count as resident memory, read ones don't.
package struct ChunkedFileReader: ~Copyable {
    /// The file's path, for messages.
    package let path: String
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`.
    package init(path: String) throws(WorkerError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw WorkerError(.inputMissing, "cannot read '\(path)'", underlying: SystemError.last)
        }
    }

    deinit {
        close(descriptor)
    }

    /// The file's size when it was asked, in bytes; 0 for what has none, such as a pipe.
    package var byteCount: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Fills the start of `memory` and says how many bytes came; 0 is the end of the file.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func read(into memory: UnsafeMutableRawBufferPointer) throws(WorkerError) -> Int {
        while true {
            let count = Glibc.read(descriptor, memory.baseAddress, memory.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw WorkerError(.io, "cannot read '\(path)'", underlying: SystemError.last)
            }
        }
    }

    /// The rest of the file, whole: for the strategies that load everything.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
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
