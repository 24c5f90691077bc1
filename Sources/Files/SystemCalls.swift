internal import Glibc

/// Repeats a system call that a signal interrupted.
package func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// Reads until a buffer is full or the stream ends, however little the kernel gives at a time.
///
/// - Returns: The number of bytes that were read; nil if a read failed, and why is in `errno`.
package func readFully(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
) -> Int? {
    var filled = 0
    while filled < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        let count = retried { read(descriptor, rest.baseAddress, rest.count) }
        guard count >= 0 else { return nil }
        if count == 0 { break }
        filled += count
    }
    return filled
}

/// Writes every byte, however many the kernel takes at a time; also where the descriptor doesn't
/// wait, as that of a pipe that somebody else made so.
///
/// - Parameter isWanted: Asked twenty times a second while there is no room; false gives up.
/// - Returns: The error number of a write that failed; nil if all is written.
package func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, while isWanted: () -> Bool = { true }
) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
        let buffer = UnsafeRawBufferPointer(rebasing: rest)
        let count = retried { write(descriptor, buffer.baseAddress, buffer.count) }
        if count < 0, errno == EAGAIN {
            guard isWanted() else { return EAGAIN }
            var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&polled, 1, 50)
            continue
        }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = rest.dropFirst(count)
    }
    return nil
}

/// The C library's words for an error number.
package func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
