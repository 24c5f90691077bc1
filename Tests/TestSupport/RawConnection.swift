import Foundation
import Glibc

/// A plain socket: what no well-behaved client would do.
package final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to a port of the loopback interface.
    package init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
        // So that a test that goes wrong ends.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Sends what can be sent; the other side may be gone.
    package func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything up to the end of the connection, or up to 20 s of silence: then `isEnded` is false.
    package func readToEnd() async -> (text: String, isEnded: Bool) {
        await Self.blocking { self.readAll() }
    }

    private func readAll() -> (text: String, isEnded: Bool) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
                let isReset = count < 0 && errno == ECONNRESET
                return (String(decoding: bytes, as: UTF8.self), count == 0 || isReset)
            }
            bytes += buffer[..<count]
        }
    }

    /// Whether something comes within so many milliseconds.
    package func hasAnswer(withinMilliseconds milliseconds: Int32) async -> Bool {
        await Self.blocking {
            var polled = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&polled, 1, milliseconds) == 1
        }
    }

    /// Waits on a thread of its own: on one of the few that run tasks, the server could not answer.
    private static func blocking<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    /// Why there is no connection.
    private struct NotConnected: Error {
        let number: Int32
    }
}
