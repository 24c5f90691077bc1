import Foundation
import HTTPServing
import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization
import TestSupport

/// A server that reads bodies as they arrive, and answers with the number of their bytes.
struct BodyServer: Sendable {
    let port: Int
    let received: Received

    /// The bytes that the server received, and its errors.
    final class Received: Sendable {
        private let state = Mutex(State())

        private struct State {
            var byteCount = 0
            var errors: [BodyError.Code] = []
        }

        var byteCount: Int { state.withLock { $0.byteCount } }
        var errors: [BodyError.Code] { state.withLock { $0.errors } }

        /// Reads a body to its end, or until an error; returns a description of the outcome.
        func read(_ body: BodyReader, mayRead: @Sendable () async -> Void) async -> String {
            do {
                while let chunk = try await body.next() {
                    state.withLock { $0.byteCount += chunk.readableBytes }
                    await mayRead()
                }
            } catch let error as BodyError {
                state.withLock { $0.errors.append(error.code) }
            } catch {
                return "\(error)"
            }
            return "\(body.byteCount)"
        }
    }

    /// The bounds of most tests.
    static var bounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.bodyByteCountMax = 1000
        return bounds
    }

    /// Runs `work` with a server.
    ///
    /// - Parameter mayRead: Returns when the next chunk may be read.
    static func running<Value: Sendable>(
        _ bounds: ServerBounds = Self.bounds, bytesPerSecondMin: Int = 16 << 10,
        mayRead: @escaping @Sendable () async -> Void = {},
        work: @escaping @Sendable (BodyServer) async throws -> Value
    ) async throws -> Value {
        let received = Received()
        var bodies = StreamedBodies { _, body, writer, _ in
            let text = await received.read(body, mayRead: mayRead)
            var head = HTTPResponse.head(200, byteCount: text.utf8.count)
            if let error = received.errors.last {
                let isTooLong = if case .tooLong = error { true } else { false }
                head = .head(isTooLong ? 413 : 400, byteCount: text.utf8.count, isLast: true)
            }
            try await writer.write(
                response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        bodies.bytesPerSecondMin = bytesPerSecondMin
        let server = LoopbackServer(bounds: bounds, bodies: bodies)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { port.yield($0) } }
            defer { group.cancelAll() }
            var iterator = ports.makeAsyncIterator()
            let number = await iterator.next() ?? 0
            return try await work(BodyServer(port: number, received: received))
        }
    }

    /// Opens a connection and sends a text.
    func sending(_ text: String) throws -> RawConnection {
        let connection = try RawConnection(port: port)
        connection.send(text)
        return connection
    }

    /// Returns the answer to a text.
    func answer(to text: String) async throws -> HTTPAnswer {
        await HTTPAnswer(reading: try sending(text))
    }
}

/// Returns the head of a request.
func head(_ headers: String, isLast: Bool = true) -> String {
    "POST / HTTP/1.1\r\nhost: {host}\r\n" + (isLast ? "connection: close\r\n" : "") + headers
        + "\r\n"
}
