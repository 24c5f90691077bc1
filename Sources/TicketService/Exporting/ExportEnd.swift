/// The outcome of an export.
package enum ExportEnd: Sendable {
    /// The client's system has received all of it.
    case complete(rowCount: Int)
    /// There was nothing to export, for this reason; nothing was sent.
    case empty(reason: String)
    /// The client disconnected, or read nothing for too long.
    case brokenOff(rowCount: Int)
    /// Reading or writing failed; if the answer was begun, the client has a part of it.
    case failed(any Error, isBegun: Bool)
}

/// The error for a client that no longer reads.
struct ClientGone: Error {}
