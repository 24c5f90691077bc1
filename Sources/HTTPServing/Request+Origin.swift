import HTTPTypes
package import HummingbirdCore

extension Request {
    /// Whether a web page of somebody else's sent it, or a name of somebody else's led here.
    ///
    /// The only names of a server on the loopback interface are its addresses and `localhost`. A page
    /// may have its own name lead here, and then read answers; its name is in `Host`.
    package var isForeign: Bool {
        guard let host = head.authority, Self.isLocal(host) else { return true }
        guard let origin = headers[.origin] else { return false }
        return origin != "http://\(host)"
    }

    private static func isLocal(_ authority: String) -> Bool {
        let name = authority.prefix { $0 != ":" }
        guard ["127.0.0.1", "localhost"].contains(name.lowercased()) else { return false }
        let port = authority.dropFirst(name.count)
        return port.isEmpty || UInt16(port.dropFirst()) != nil
    }
}
