/// An event of a stream, before it gets a number.
package struct StreamedEvent: Hashable, Sendable {
    /// The event type that a page listens for; line breaks in it are removed.
    package var name: String
    /// The payload; line breaks of any kind arrive as line feeds.
    package var data: String

    /// Creates an event.
    package init(_ name: String, data: String) {
        self.name = name
        self.data = data
    }

    /// Returns the event in the format of an event stream (HTML, section 9.2), ending with an empty
    /// line.
    ///
    /// - Parameters:
    ///   - id: The identifier that a page sends back when it reconnects.
    ///   - retryMilliseconds: The time that a page waits before it reconnects; `nil` for no change.
    func text(id: EventID, retryMilliseconds: Int? = nil) -> String {
        var text = "id:\(id)\n"
        if let retryMilliseconds { text += "retry:\(retryMilliseconds)\n" }
        let name = name.filter { !$0.isNewline }
        if !name.isEmpty { text += "event:\(name)\n" }
        // Readers remove one space after the colon, so a value that begins with one needs another.
        for line in lines { text += "data: \(line)\n" }
        return text + "\n"
    }

    private var lines: [Substring] {
        // The usual case: JSON has no line breaks.
        guard data.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return [data[...]] }
        return data.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r" || $0 == "\r\n"
        }
    }

    /// A comment, which keeps a silent connection open.
    static let keepAlive = ":\n\n"
}
