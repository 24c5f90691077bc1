/// One event of a stream, before it has a number.
package struct StreamedEvent: Hashable, Sendable {
    /// The type that a page listens for; line ends in it are left out.
    package var name: String
    /// The payload; line ends of any kind arrive as line feeds.
    package var data: String

    /// An event of a name.
    package init(_ name: String, data: String) {
        self.name = name
        self.data = data
    }

    /// The event as the bytes of an event stream (HTML, section 9.2), with an empty line at its end.
    ///
    /// - Parameters:
    ///   - id: The number that a page sends back when it reconnects.
    ///   - retryMilliseconds: The time that a page waits before it reconnects; nil leaves it as it is.
    func text(id: EventID, retryMilliseconds: Int? = nil) -> String {
        var text = "id:\(id)\n"
        if let retryMilliseconds { text += "retry:\(retryMilliseconds)\n" }
        let name = name.filter { !$0.isNewline }
        if !name.isEmpty { text += "event:\(name)\n" }
        // A value may begin with a space, which a reader would take away without another before it.
        for line in lines { text += "data: \(line)\n" }
        return text + "\n"
    }

    private var lines: [Substring] {
        // Nearly always: JSON has none.
        guard data.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return [data[...]] }
        return data.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r" || $0 == "\r\n"
        }
    }

    /// A comment, which keeps a silent connection open.
    static let keepAlive = ":\n\n"
}
