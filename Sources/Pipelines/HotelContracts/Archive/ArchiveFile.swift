import Glibc
import PipelineKit

/// The file of an archive, which any number of threads read at any position.
///
/// It uses `pread(2)` instead of `mmap`: mapped pages count as resident memory, read ones don't.
final class ArchiveFile: Sendable {
    /// The file's path, for messages.
    let path: String
    /// The file's size when it was opened, in bytes.
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

    /// Reads bytes at an offset, and returns their number, less than the memory's size only at the
    /// file's end.
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

    /// Reads a few bytes at an offset; returns `nil` if the file ends before the last of them.
    ///
    /// - Throws: The errors of ``read(at:into:)``.
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

    /// Checks that the file wasn't written or replaced since it was opened.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it was.
    func checkUnchanged() throws(WorkerError) {
        try stamp.check(path)
    }

    /// Returns the error for an archive that can't be read at all.
    ///
    /// - Parameters:
    ///   - reason: The problem, as the end of a sentence.
    ///   - offset: The position of the problem, in bytes from the file's start.
    func broken(_ reason: String, at offset: Int) -> WorkerError {
        WorkerError(.badSetting, "archive '\(path)' can't be read: byte \(offset): \(reason)")
    }
}
