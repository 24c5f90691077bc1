import Glibc
import PipelineKit

/// A temporary file without a name, which disappears when it is closed or the process ends.
final class UnnamedFile {
    private let descriptor: Int32

    /// Creates a file in the folder for temporary files: `TMPDIR`, or `/tmp`.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    init() throws(WorkerError) {
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(directory)/membudget-export-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw WorkerError(
                .io, "cannot create a temporary file in '\(directory)'",
                underlying: SystemError.last)
        }
        unlink(template)
        // The file is opened again by its path, which a umask could forbid.
        _ = fchmod(descriptor, 0o600)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// A path to the file, valid in this process only.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// The length of the file.
    var byteCount: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Passes the content to `body`, in pieces of at most `byteCount` bytes.
    ///
    /// - Throws: ``WorkerError`` with code `io`; errors of `body`.
    func read(inPiecesOf byteCount: Int, body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
        defer { piece.deallocate() }
        var offset = 0
        while true {
            let count = pread(descriptor, piece.baseAddress, byteCount, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw WorkerError(
                    .io, "cannot read the temporary file", underlying: SystemError.last)
            }
            guard count > 0 else { return }
            try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            offset += count
        }
    }
}
