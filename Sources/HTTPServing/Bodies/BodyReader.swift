package import HTTPTypes
package import HummingbirdCore
package import NIOCore
import NIOHTTPTypes

/// The body of one request, read as it comes: whoever is slow to ask for more slows the client.
///
/// For one task. A body whose declared length is too long is refused by the first ``next()``, before
/// any of it is read. A client that asks first (`Expect: 100-continue`) is told to go on by the first
/// ``next()``, so that a request that is refused before is never sent.
package final class BodyReader {
    private let channel: any Channel
    private let byteCountMax: Int
    private var iterator: RequestBody.AsyncIterator
    private var isClientWaiting: Bool

    /// The length that the request declares, in bytes; nil for one that is sent in chunks.
    package let declaredByteCount: Int?
    /// The number of bytes that came.
    package private(set) var byteCount = 0
    /// Whether all of it came.
    package private(set) var isAtEnd = false

    init(_ request: Request, byteCountMax: Int, channel: any Channel) {
        self.channel = channel
        self.byteCountMax = byteCountMax
        declaredByteCount = request.declaredByteCount
        iterator = request.body.makeAsyncIterator()
        isClientWaiting = request.expectsContinue
    }

    /// The next bytes; nil at the end.
    ///
    /// - Throws: ``BodyError``; whatever comes later is then not read.
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
            // A connection that was closed from here may end like a body.
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

    /// Runs what reads the body on the connection's own thread, which is a third faster.
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
    /// The length that its headers declare, in bytes; nil for one that is sent in chunks.
    var declaredByteCount: Int? { headers[.contentLength].flatMap { Int($0) } }

    /// Whether it has a body of at least one byte, or of an unknown length.
    var hasBody: Bool {
        headers[.transferEncoding] != nil || (declaredByteCount ?? 0) > 0
    }

    /// Whether the client waits for a word before it sends the body.
    var expectsContinue: Bool { headers[.expect]?.lowercased() == "100-continue" }
}
