import Files
import Glibc

/// A new file that is written through one large buffer, with few system calls.
///
/// Hot loops reserve room and write straight into the buffer.
final class OutputFile {
    /// The path of the file.
    let path: String
    private let buffer: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var used = 0
    private var flushed = 0
    private var descriptor: Int32

    /// Creates a file that must not exist yet; the default buffer is 1 MiB.
    init(creating path: String, bufferBytes: Int = 1 << 20) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(.create, path) }
        giveBackToOwner(descriptor)
        self.path = path
        capacity = bufferBytes
        buffer = .allocate(capacity: bufferBytes)
    }

    deinit {
        buffer.deallocate()
        if descriptor >= 0 { close(descriptor) }
    }

    /// The number of bytes written so far, flushed or not.
    var byteCount: Int { flushed + used }

    /// The position of the next byte.
    var position: UnsafeMutablePointer<UInt8> { buffer + used }

    /// The room after `position`, in bytes.
    var available: Int { capacity - used }

    /// Accepts the bytes written from `position` to `end`.
    func advance(to end: UnsafeMutablePointer<UInt8>) {
        used = end - buffer
        precondition(used <= capacity, "a row is longer than the room reserved for it")
    }

    /// Appends bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if available == 0 { try flush() }
            let part = rest.prefix(available)
            UnsafeMutableRawPointer(position).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: part).baseAddress
                    ?? UnsafeRawPointer(buffer),
                byteCount: part.count)
            used += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    /// Writes the buffer to the file.
    func flush() throws {
        if let number = writeAll(UnsafeRawBufferPointer(start: buffer, count: used), to: descriptor)
        {
            throw FileError(.write, path, number: number)
        }
        flushed += used
        used = 0
    }

    /// Flushes and waits for the disk, so that write-back doesn't disturb the next trial and a full
    /// disk is reported here.
    func finish() throws {
        try flush()
        guard retried({ fsync(descriptor) }) == 0 else { throw FileError(.write, path) }
        let finished = descriptor
        descriptor = -1
        guard close(finished) == 0 else { throw FileError(.write, path) }
    }
}
