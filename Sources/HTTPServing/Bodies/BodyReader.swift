package import HTTPTypes
package import HummingbirdCore
package import NIOCore
import NIOHTTPTypes

/// A reader of a request's body as it arrives: a slow reader slows down the client.
///
/// For use by one task. If the declared length is too long, the first ``next()`` throws before
/// anything is read. The first ``next()`` also sends `100 Continue` to clients that wait for it
/// (`Expect: 100-continue`), so they don't send the body of a request that was refused before.
package final class BodyReader {
    private let channel: any Channel
    private let byteCountMax: Int
    private var iterator: RequestBody.AsyncIterator
    private var isClientWaiting: Bool

    /// The length declared by the request, in bytes; `nil` for a body sent in chunks.
    package let declaredByteCount: Int?
    /// The number of bytes received.
    package private(set) var byteCount = 0
    /// Whether the whole body was received.
    package private(set) var isAtEnd = false

    init(_ request: Request, byteCountMax: Int, channel: any Channel) {
        self.channel = channel
        self.byteCountMax = byteCountMax
        declaredByteCount = request.declaredByteCount
        iterator = request.body.makeAsyncIterator()
        isClientWaiting = request.expectsContinue
    }

    /// Returns the next bytes; `nil` at the end.
    ///
    /// - Throws: ``BodyError``, after which nothing more is read.
    package func next() async throws -> ByteBuffer? {
        guard declaredByteCount ?? 0 <= byteCountMax else {
            throw BodyError(.tooLong(byteCountMax: byteCountMax), after: byteCount)
        }
        try await letClientContinue()
        let chunk: ByteBuffer?
        do {
            chunk = try await iterator.next()
        } catch {
            let code: BodyError.Code = error is SlowBody ? .tooSlow : .cutOff
            throw BodyError(code, after: byteCount, underlying: error)
        }
        guard let chunk else {
            // A connection closed by this server may look like the end of the body.
            guard byteCount == declaredByteCount ?? byteCount else {
                throw BodyError(.cutOff, after: byteCount)
            }
            isAtEnd = true
            return nil
        }
        byteCount += chunk.readableBytes
        guard byteCount <= byteCountMax else {
            throw BodyError(.tooLong(byteCountMax: byteCountMax), after: byteCount)
        }
        return chunk
    }

    /// Runs the reading code on the connection's own thread, which is a third faster.
    ///
    /// - Parameter work: Must not block.
    package func onConnectionThread<Result>(
        _ work: () async throws -> Result
    ) async rethrows -> Result {
        try await withTaskExecutorPreference(LoopExecutor(channel.eventLoop), operation: work)
    }

    private func letClientContinue() async throws {
        guard isClientWaiting else { return }
        isClientWaiting = false
        do {
            let part = HTTPResponsePart.head(HTTPResponse(status: .continue))
            try await channel.writeAndFlush(part).get()
        } catch {
            throw BodyError(.cutOff, after: byteCount, underlying: error)
        }
    }
}

extension Request {
    /// The length declared by the headers, in bytes; `nil` for a body sent in chunks.
    var declaredByteCount: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Whether there is a body of at least one byte, or of unknown length.
    var hasBody: Bool {
        headers[.transferEncoding] != nil || (declaredByteCount ?? 0) > 0
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    var expectsContinue: Bool { headers[.expect]?.lowercased() == "100-continue" }
}
