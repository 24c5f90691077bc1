/// Sends one request and hands over what comes back: the network, or a stand-in for it in tests.
package protocol HTTPTransport: Sendable {
    /// Gets a path, and hands the body of a good answer over as it comes.
    ///
    /// - Parameters:
    ///   - path: The path with its query, from the source's base on: `/teams/7/fixtures`.
    ///   - receive: Gets bytes that are valid within the call only; not called for other statuses
    ///     than 200.
    ///   - handOn: Called after each of these; the next bytes are read when it has returned.
    /// - Returns: The answer's head, once the whole body has come.
    /// - Throws: ``HTTPFailure``, or what `receive` or `handOn` throws.
    func get(
        _ path: String, receive: (UnsafeRawBufferPointer) throws -> Void,
        handOn: () async throws -> Void
    ) async throws -> HTTPHead
}

/// The head of an answer.
package struct HTTPHead: Equatable, Sendable {
    /// The HTTP status.
    package var status: Int
    /// The value of `Retry-After`; nil without that header.
    package var retryAfter: String?

    /// Creates a head.
    package init(status: Int, retryAfter: String? = nil) {
        self.status = status
        self.retryAfter = retryAfter
    }
}

/// The bounds on one request and its answer.
package struct HTTPBounds: Hashable, Sendable {
    /// The most connections at once; default 8.
    package var connectionCountMax = 8
    /// The longest head of an answer, in bytes; default 16 KiB.
    package var headByteCountMax = 16 << 10
    /// The most headers; default 64.
    package var headerCountMax = 64
    /// The longest body, in bytes; default 64 MiB.
    package var bodyByteCountMax = 64 << 20
    /// The most bytes that are read at once; default 32 KiB.
    package var chunkByteCountMax = 32 << 10
    /// The longest time to connect, or between two readings; default 10 s.
    package var silenceMax: Duration = .seconds(10)
    /// The longest time for a request and its whole answer; default 60 s.
    package var exchangeMax: Duration = .seconds(60)

    /// The defaults.
    package init() {}
}
