import Glibc
import PipelineKit

/// The file that an archive is, read at any place by any number of threads.
///
/// `pread(2)`, not `mmap`: mapped pages count as resident memory, read ones don't.
final class ArchiveFile: Sendable {
    /// Its path, for messages.
    let path: String
    /// Its size when it was opened, in bytes.
    let byteCount: Int
    private let descriptor: Int32
    private let stamp: InputStamp

    /// Opens a regular file.
    ///
    /// - Throws: ``WorkerError`` with code `inputMissing`.
    init(_ path: String) throws(WorkerError) {
        guard let stamp = InputStamp(of: path),
            case let descriptor = open(path, O_RDONLY | O_CLOEXEC), descriptor >= 0
        else {
            throw WorkerError(.inputMissing, "cannot read '\(path)'", underlying: SystemError.last)
        }
        self.path = path
        self.descriptor = descriptor
        self.stamp = stamp
        byteCount = stamp.byteCount
    }

    deinit {
        close(descriptor)
    }

    /// Reads what lies at an offset, and says how many bytes came: fewer than there is room for only
    /// at the file's end.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    func read(
        at offset: Int, into memory: UnsafeMutableRawBufferPointer
    ) throws(WorkerError) -> Int {
        var filled = 0
        while filled < memory.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: memory[filled...])
            let count = pread(descriptor, room.baseAddress, room.count, offset + filled)
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw WorkerError(.io, "cannot read '\(path)'", underlying: SystemError.last)
            }
        }
        return filled
    }

    /// Reads a few bytes at an offset; nil if the file ends before the last of them.
    ///
    /// - Throws: As ``read(at:into:)``.
    func bytes(at offset: Int, count: Int) throws(WorkerError) -> [UInt8]? {
        guard offset >= 0, offset <= byteCount - count else { return nil }
        var error: WorkerError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(WorkerError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch let failure {
                error = failure
            }
        }
        if let error { throw error }
        return bytes.count == count ? bytes : nil
    }

    /// Checks that nobody wrote the file since it was opened, or put another in its place.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if somebody did.
    func checkUnchanged() throws(WorkerError) {
        try stamp.check(path)
    }

    /// The error that the archive as a whole can't be read.
    ///
    /// - Parameters:
    ///   - reason: What is wrong, as the end of a sentence.
    ///   - offset: Where it is, in bytes from the file's start.
    func broken(_ reason: String, at offset: Int) -> WorkerError {
        WorkerError(.badSetting, "archive '\(path)' can't be read: byte \(offset): \(reason)")
    }
}
