import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// Reading of request bodies as they arrive, for bodies that are too long to be held.
package struct StreamedBodies: Sendable {
    /// Answers one request whose body it reads, or doesn't.
    package typealias Responder =
        @Sendable (Request, BodyReader, consuming ResponseWriter, any Channel) async throws -> Void

    /// The lowest rate in the long run, in bytes per second; default 16 KiB.
    ///
    /// A body may take any time at that rate. A client may be silent for
    /// ``ServerBounds/requestMillisecondsMax``.
    package var bytesPerSecondMin = 16 << 10
    let respond: Responder

    /// Creates it with a responder that reads the bodies.
    package init(_ respond: @escaping Responder) {
        self.respond = respond
    }

    func answer(
        _ request: Request, within bounds: ServerBounds, writer: consuming ResponseWriter,
        channel: any Channel
    ) async throws {
        guard request.headers[.expect] == nil || request.expectsContinue else {
            return try await writer.writeRefusal(417, channel: channel)
        }
        let body = BodyReader(request, byteCountMax: bounds.bodyByteCountMax, channel: channel)
        try await respond(request, body, writer, channel)
        guard request.hasBody, !body.isAtEnd else { return }
        channel.closeSoon()
        // Whoever handles the connection would read the rest, or close it before the answer is read.
        try? await channel.closeFuture.get()
    }
}

extension Channel {
    /// Closes the connection once the client had time to read an answer: who still sends when the
    /// connection is closed may lose what it hasn't read.
    package func closeSoon() {
        let channel = self
        let timer = eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        closeFuture.whenComplete { _ in timer.cancel() }
    }
}

extension ResponseWriter {
    /// Refuses a request whose body isn't read, and ends the connection.
    consuming func writeRefusal(_ status: Int, channel: any Channel) async throws {
        try await writeResponse(.head(status, byteCount: 0, isLast: true))
        channel.closeSoon()
    }
}
