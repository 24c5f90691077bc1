internal import CLinux
internal import Glibc
internal import Synchronization

/// A pipe that drains a command's standard error and keeps its end, however long it is.
package final class ErrorTail: Sendable {
    /// The descriptor for the command's standard error.
    package let writeEnd: Int32
    private let readEnd: Int32
    private let wake: Pipe
    /// The time until which remaining writers are read; `nil` while the command runs.
    private let listeningEnd = Mutex<Int?>(nil)
    private let tail = Mutex<[UInt8]>([])
    private let capacity: Int
    private static let textBytesMaximum = 8 << 10
    /// The maximum silence of a remaining writer.
    private static let graceMilliseconds: Int32 = 100
    /// The maximum time for reading remaining writers.
    private static let listeningNanoseconds = 1_000_000_000

    /// Opens the pipe.
    ///
    /// - Parameter capacity: The maximum that is kept, in bytes; default 8 KiB.
    package init(capacity: Int = 8 << 10) throws {
        self.capacity = capacity
        let pipe = try Pipe()
        do {
            wake = try Pipe()
        } catch {
            pipe.close()
            throw error
        }
        readEnd = pipe.readEnd
        writeEnd = pipe.writeEnd
    }

    deinit {
        wake.close()
    }

    /// Records that the command has ended: our own end is closed, and remaining writers are read as
    /// long as they keep writing, for at most a second.
    package func finish() {
        close(writeEnd)
        listeningEnd.withLock { $0 = monotonicNanoseconds() + Self.listeningNanoseconds }
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
    }

    /// Waits for input; returns `false` once there is nothing more to wait for.
    private func awaitInput() -> Bool {
        var descriptors = [
            pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        let end = listeningEnd.withLock { $0 }
        if let end, monotonicNanoseconds() >= end { return false }
        let isLast = end != nil
        let count = poll(&descriptors, isLast ? 1 : 2, isLast ? Self.graceMilliseconds : -1)
        return count > 0 || (count < 0 && errno == EINTR)
    }

    /// Reads until every writer is gone, or ``finish()`` ends the wait; runs on a thread of its
    /// own.
    package func drain() {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while awaitInput() {
            // Woken by ``finish()``: the next wait has a time limit.
            guard clinux_wait_readable(readEnd, 0) == 1 else { continue }
            let count = read(readEnd, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            tail.withLock { kept in
                kept.append(contentsOf: buffer[0..<count])
                // Not after every read: shortening moves everything that is kept.
                if kept.count > 2 * capacity { kept.removeFirst(kept.count - capacity) }
            }
        }
        close(readEnd)
    }

    /// The last 8 KiB that were written.
    package var text: String {
        String(decoding: tail.withLock { $0.suffix(Self.textBytesMaximum) }, as: UTF8.self)
    }

    /// The end of what was written, up to the capacity.
    package var bytes: [UInt8] {
        tail.withLock { Array($0.suffix(capacity)) }
    }
}
