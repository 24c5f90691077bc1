/// The bounds on whoever connects to a server.
package struct ServerBounds: Hashable, Sendable {
    /// The most connections at once; others wait. Default 64.
    package var connectionCountMax = 64
    /// The longest header field, and all of them together, in bytes; default 8 KiB.
    package var headByteCountMax = 8 << 10
    /// The most headers; default 64.
    package var headerCountMax = 64
    /// The longest body of a request, in bytes; default 4 KiB.
    package var bodyByteCountMax = 4 << 10
    /// The longest time that a connection may take to send a request, in milliseconds, from its
    /// beginning or from the end of the answer before; default 10 s. Of a server that reads bodies as
    /// they come (``StreamedBodies``): to send the head, and to be silent within a body.
    package var requestMillisecondsMax = 10_000
    /// The longest time until an answer begins, in milliseconds; nil if that is the server's own
    /// business. Default 120 s.
    package var workMillisecondsMax: Int? = 120_000
    /// The longest time that an answer may take from its beginning until its client has read it, in
    /// milliseconds; default 120 s.
    package var answerMillisecondsMax = 120_000

    /// The defaults.
    package init() {}
}
