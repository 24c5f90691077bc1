/// The base URL of a source, such as `http://127.0.0.1:8080/64`.
///
/// ```swift
/// let port = HTTPBase("http://127.0.0.1:8080/64")?.port
/// ```
package struct HTTPBase: Hashable, Sendable {
    /// The numeric address: names are not resolved.
    package let address: String
    /// The port number.
    package let port: Int
    /// The prefix of every path; empty, or with a leading and no trailing slash.
    package let pathPrefix: String

    private static let scheme = "http://"

    /// Parses a URL; `nil` if it has another form.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        let rest = text.dropFirst(Self.scheme.count)
        let authority = rest.prefix { $0 != "/" }
        let halves = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, let port = Int(halves[1]),
            (1...65535).contains(port),
            halves[0].utf8.allSatisfy({
                $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            })
        else { return nil }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path = path.dropLast() }
        address = String(halves[0])
        self.port = port
        pathPrefix = String(path)
    }
}
