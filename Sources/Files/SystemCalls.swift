internal import Glibc

/// Repeats a system call while signals interrupt it.
package func retried<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// Reads until a buffer is full or the stream ends.
///
/// - Returns: The number of bytes read; `nil` if a read failed, with the reason in `errno`.
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

/// Writes all bytes, also to a nonblocking descriptor, such as a pipe that another process set to
/// nonblocking.
///
/// - Parameter isWanted: Called twenty times per second while the descriptor isn't ready; false
///   gives up.
/// - Returns: The error number of a failed write; `nil` if everything was written.
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

/// Returns the C library's message for an error number.
package func systemMessage(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
