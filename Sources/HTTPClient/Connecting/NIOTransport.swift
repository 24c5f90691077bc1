import NIOCore
import NIOHTTP1
import NIOPosix

/// A transport for HTTP/1.1 over TCP, whose memory is bounded whatever the source sends.
///
/// ```swift
/// func fetch(_ path: String, from base: HTTPBase, into body: some BodyReceiver) async throws {
///     try await NIOTransport.running(base) { transport in
///         try await Fetcher(transport).fetch(path, into: body)
///     }
/// }
/// ```
package final class NIOTransport: HTTPTransport {
    private let base: HTTPBase
    private let bounds: HTTPBounds
    private let group: MultiThreadedEventLoopGroup
    private let pool: ConnectionPool

    /// Runs `body` with a transport, and then closes its connections and its thread.
    package static func running<Result: Sendable>(
        _ base: HTTPBase, bounds: HTTPBounds = HTTPBounds(),
        body: (NIOTransport) async throws -> Result
    ) async throws -> Result {
        let transport = NIOTransport(base, bounds: bounds)
        do {
            let result = try await body(transport)
            try await transport.close()
            return result
        } catch {
            // The first error is the one to report.
            try? await transport.close()
            throw error
        }
    }

    private init(_ base: HTTPBase, bounds: HTTPBounds) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.base = base
        self.bounds = bounds
        self.group = group
        pool = ConnectionPool(connectionCountMax: bounds.connectionCountMax) {
            try await Connection.open(to: base, on: group, bounds: bounds)
        }
    }

    private func close() async throws {
        await pool.close()
        try await group.shutdownGracefully()
    }

    /// Fetches a path; see ``HTTPTransport``.
    ///
    /// The source may have closed a reused connection in the meantime: in that case, and only if no
    /// part of an answer arrived, the request is sent again on a new one.
    package func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead {
        do {
            let used = try await pool.take()
            do {
                return try await exchange(
                    path, on: used.connection, receive: receive, handOn: handOn)
            } catch let early as EarlyEnd {
                guard used.isReused else { throw early }
                let new = try await pool.take(fresh: true)
                return try await exchange(
                    path, on: new.connection, receive: receive, handOn: handOn)
            }
        } catch let early as EarlyEnd {
            throw HTTPFailure(early.end.kind, path: path)
        } catch let end as ConnectionEnd {
            throw HTTPFailure(end.kind, path: path)
        }
    }

    private func exchange(
        _ path: String, on connection: Connection,
        receive: (UnsafeRawBufferPointer) throws -> Void, handOn: () async throws -> Void
    ) async throws -> HTTPHead {
        do {
            let deadline = NIODeadline.now() + TimeAmount(bounds.exchangeMax)
            let head = try await head(of: path, on: connection, deadline: deadline)
            let isGood = head.status == .ok
            try await body(
                on: connection, deadline: deadline, receive: { if isGood { try receive($0) } },
                handOn: { if isGood { try await handOn() } })
            await pool.give(connection, isReusable: head.isKeepAlive)
            return HTTPHead(
                status: Int(head.status.code), retryAfter: head.headers.first(name: "retry-after"))
        } catch {
            await pool.give(connection, isReusable: false)
            throw error
        }
    }

    private func head(
        of path: String, on connection: Connection, deadline: NIODeadline
    ) async throws -> HTTPResponseHead {
        let part: HTTPClientResponsePart
        do {
            try await connection.send(base.pathPrefix + path, host: "\(base.address):\(base.port)")
            part = try await connection.next(until: deadline)
        } catch let end as ConnectionEnd where end.kind.isDisconnection {
            throw EarlyEnd(end: end)
        }
        guard case .head(let head) = part else { throw ConnectionEnd(kind: .badHead) }
        return head
    }

    private func body(
        on connection: Connection, deadline: NIODeadline,
        receive: (UnsafeRawBufferPointer) throws -> Void, handOn: () async throws -> Void
    ) async throws {
        var byteCount = 0
        while true {
            // A cancelled task doesn't wait for the rest of a slow answer.
            try Task.checkCancellation()
            switch try await connection.next(until: deadline) {
            case .head: throw ConnectionEnd(kind: .badHead)
            case .end: return
            case .body(let buffer):
                byteCount += buffer.readableBytes
                guard byteCount <= bounds.bodyByteCountMax else {
                    throw ConnectionEnd(kind: .bodyTooLong)
                }
                try buffer.withUnsafeReadableBytes(receive)
                try await handOn()
            }
        }
    }
}

/// The error for a connection that ended before any part of an answer arrived.
private struct EarlyEnd: Error {
    let end: ConnectionEnd
}

extension HTTPFailure.Kind {
    /// Whether the connection failed, rather than what was received over it.
    fileprivate var isDisconnection: Bool {
        switch self {
        case .connection, .truncated: true
        default: false
        }
    }
}
