import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// A responder that reads request bodies as they arrive, for bodies too long to hold in memory.
package struct StreamedBodies: Sendable {
    /// A function that answers a request, with or without reading its body.
    package typealias Responder =
        @Sendable (Request, BodyReader, consuming ResponseWriter, any Channel) async throws -> Void

    /// The minimum average rate of a body, in bytes per second; 16 KiB by default.
    ///
    /// At that rate, a body may take any time. The maximum silence of a client is
    /// ``ServerBounds/requestMillisecondsMax``.
    package var bytesPerSecondMin = 16 << 10
    let respond: Responder

    /// Creates a value with a responder that reads the bodies.
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
        // Otherwise the connection's handler would read the rest of the body, or close the
        // connection before the answer is read.
        try? await channel.closeFuture.get()
    }
}

extension Channel {
    /// Closes the connection once the client has had time to read an answer.
    ///
    /// A client that is still sending when the connection is closed may lose what it hasn't read.
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
