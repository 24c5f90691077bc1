/// The limits on the clients of a server.
package struct ServerBounds: Hashable, Sendable {
    /// The maximum number of simultaneous connections, above which others wait; 64 by default.
    package var connectionCountMax = 64
    /// The maximum size of a header field, and of all of them together, in bytes; 8 KiB by default.
    package var headByteCountMax = 8 << 10
    /// The maximum number of headers; 64 by default.
    package var headerCountMax = 64
    /// The maximum size of a request's body, in bytes; 4 KiB by default.
    package var bodyByteCountMax = 4 << 10
    /// The maximum time for sending a request, in milliseconds, from the start of the connection or
    /// the end of the previous answer; 10 s by default. If the server reads bodies as they arrive
    /// (``StreamedBodies``), it is the time for the head, and the maximum silence within a body.
    package var requestMillisecondsMax = 10_000
    /// The maximum time until an answer begins, in milliseconds; `nil` if the server sets its own
    /// limit. 120 s by default.
    package var workMillisecondsMax: Int? = 120_000
    /// The maximum time from the beginning of an answer until its client has read it, in
    /// milliseconds; 120 s by default.
    package var answerMillisecondsMax = 120_000

    /// Creates the default limits.
    package init() {}
}
