import Foundation
import Glibc
import HTTPClient
import HTTPSource
import HTTPSourceServer
import Testing

/// Runs `body` with a server of its own in this process, by its port.
func withServer<Result: Sendable>(
    _ settings: SourceSettings = SourceSettings(), bounds: ServerBounds = ServerBounds(),
    body: @escaping @Sendable (Int) async throws -> Result
) async throws -> Result {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await SourceServer(Source(settings), bounds: bounds).run { port.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports { return try await body(port) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// A plain socket: what no well-behaved client would do.
final class RawConnection: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
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
        try #require(status == 0)
        // So that a test that goes wrong ends.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Sends what can be sent; the other side may be gone.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Everything up to the end of the connection, or up to 20 s of silence: then `isEnded` is false.
    func readToEnd() -> (text: String, isEnded: Bool) {
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
    func hasAnswer(withinMilliseconds milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) == 1
    }
}

/// Keeps a body as it is.
final class Kept: BodyReceiver {
    private(set) var bytes: [UInt8] = []

    func begin() { bytes = [] }
    func receive(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
    func finish() {}
}
