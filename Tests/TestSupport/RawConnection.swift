import Foundation
import Glibc

/// A plain socket, for requests that no well-behaved client would send.
package final class RawConnection: Sendable {
    private let descriptor: Int32
    private let port: Int

    /// Connects to a port of the loopback interface.
    ///
    /// - Parameter receiveByteCount: The size of the system's buffer for unread data; `nil`, the
    ///   default, for one that grows.
    package init(port: Int, receiveByteCount: Int32? = nil) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveByteCount {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw NotConnected(number: errno) }
        // A timeout, so that a failing test ends.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Sends as much as possible; the other side may have closed the connection.
    ///
    /// - Parameter text: The text, in which `{host}` is replaced by the server's address and port.
    package func send(_ text: String) {
        let bytes = Array(text.replacing("{host}", with: "127.0.0.1:\(port)").utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Sends zeros until nothing can be sent for half a second; returns the number sent.
    package func sendUntilStuck(byteCount: Int) async -> Int {
        await Self.blocking { self.sendZeros(byteCount, patienceMilliseconds: 500) }
    }

    /// Sends zeros, however long it takes; the other side may have closed the connection.
    package func sendAll(byteCount: Int) async {
        _ = await Self.blocking { self.sendZeros(byteCount, patienceMilliseconds: 20_000) }
    }

    private func sendZeros(_ byteCount: Int, patienceMilliseconds: Int32) -> Int {
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        var sentCount = 0
        while sentCount < byteCount {
            var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&polled, 1, patienceMilliseconds) == 1 else { break }
            let count = Glibc.send(
                descriptor, zeros, min(zeros.count, byteCount - sentCount),
                Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            guard count > 0 || errno == EAGAIN else { break }
            sentCount += max(count, 0)
        }
        return sentCount
    }

    /// Reads to the end of the connection, or to 20 s of silence; `isEnded` is then false.
    package func readToEnd() async -> (text: String, isEnded: Bool) {
        let (bytes, isEnded) = await readBytes()
        return (String(decoding: bytes, as: UTF8.self), isEnded)
    }

    /// Reads up to and including a text.
    ///
    /// - Throws: `NotRead` if the connection ends first, or is silent for 20 s.
    package func read(until end: String) async throws -> String {
        let text = await Self.blocking { self.readText(until: Array(end.utf8)) }
        guard text.hasSuffix(end) else { throw NotRead(text: text) }
        return text
    }

    private func readText(until end: [UInt8]) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        // Byte by byte, so that nothing after the text is consumed.
        while !bytes.suffix(end.count).elementsEqual(end), recv(descriptor, &byte, 1, 0) == 1 {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns whether the other side has closed the connection, even if data is unread.
    package func isCutOff() async -> Bool {
        await Self.blocking {
            // POLLRDHUP, which isn't imported.
            var polled = pollfd(fd: self.descriptor, events: 0x2000, revents: 0)
            return poll(&polled, 1, 0) == 1
        }
    }

    /// Reads bytes to the end of the connection, or to 20 s of silence; `isEnded` is then false.
    ///
    /// - Parameter byteCount: The number of bytes after which to stop; by default unlimited.
    package func readBytes(atLeast byteCount: Int = .max) async -> (bytes: [UInt8], isEnded: Bool) {
        await Self.blocking { self.read(atLeast: byteCount) }
    }

    private func read(atLeast byteCount: Int) -> (bytes: [UInt8], isEnded: Bool) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while bytes.count < byteCount {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
                let isReset = count < 0 && errno == ECONNRESET
                return (bytes, count == 0 || isReset)
            }
            bytes += buffer[..<count]
        }
        return (bytes, false)
    }

    /// Returns whether data arrives within this many milliseconds.
    package func hasAnswer(withinMilliseconds milliseconds: Int32) async -> Bool {
        await Self.blocking {
            var polled = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&polled, 1, milliseconds) == 1
        }
    }

    /// Waits on a separate thread, because blocking one that runs tasks could block the server.
    private static func blocking<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    /// The text that arrived instead of the expected one.
    private struct NotRead: Error {
        let text: String
    }

    /// An error of connecting.
    private struct NotConnected: Error {
        let number: Int32
    }
}
