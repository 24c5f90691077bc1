/// A way to send requests and receive answers: over the network, or a stand-in for it in tests.
package protocol HTTPTransport: Sendable {
    /// Fetches a path, and passes on the body of a successful answer as it arrives.
    ///
    /// - Parameters:
    ///   - path: The path with its query, relative to the source's base URL: `/teams/7/fixtures`.
    ///   - receive: Receives bytes, valid only during the call; not called for statuses other than
    ///     200.
    ///   - handOn: Called after each call of `receive`; the next bytes are read when it returns.
    /// - Returns: The answer's head, once the whole body has arrived.
    /// - Throws: ``HTTPFailure``, or errors of `receive` or `handOn`.
    func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead
}

/// The head of an answer.
package struct HTTPHead: Equatable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// The value of `Retry-After`; `nil` without that header.
    package var retryAfter: String?

    /// Creates a head.
    package init(status: Int, retryAfter: String? = nil) {
        self.status = status
        self.retryAfter = retryAfter
    }
}

/// The limits on a request and its answer.
package struct HTTPBounds: Hashable, Sendable {
    /// The maximum number of simultaneous connections; 8 by default.
    package var connectionCountMax = 8
    /// The maximum size of an answer's head, in bytes; 16 KiB by default.
    package var headByteCountMax = 16 << 10
    /// The maximum number of headers; 64 by default.
    package var headerCountMax = 64
    /// The maximum size of a body, in bytes; 64 MiB by default.
    package var bodyByteCountMax = 64 << 20
    /// The maximum number of bytes read at once; 32 KiB by default.
    package var chunkByteCountMax = 32 << 10
    /// The maximum time to connect, and between two reads; 10 s by default.
    package var silenceMax: Duration = .seconds(10)
    /// The maximum time for a request and its whole answer; 60 s by default.
    package var exchangeMax: Duration = .seconds(60)

    /// Creates the default limits.
    package init() {}
}
