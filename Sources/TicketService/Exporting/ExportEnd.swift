/// The end of an export.
package enum ExportEnd: Sendable {
    /// The client's system has all of it.
    case complete(rowCount: Int)
    /// There is nothing to export, for this reason; nothing was sent.
    case empty(reason: String)
    /// The client went away, or read nothing for too long.
    case brokenOff(rowCount: Int)
    /// It could not be read or written; the client has a part of it if the answer was begun.
    case failed(any Error, isBegun: Bool)
}

/// Nobody reads any more.
struct ClientGone: Error {}
