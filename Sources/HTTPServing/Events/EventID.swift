/// The number of an event in a stream, with a mark of the stream.
///
/// A page that reconnects to another stream on the same port has numbers that mean nothing there.
struct EventID: Hashable, Sendable, CustomStringConvertible {
    /// A mark that no other stream has.
    let stream: UInt32
    /// The event's place in the stream, from 1; 0 stands before the first.
    let number: Int

    /// An event of a stream.
    init(stream: UInt32, number: Int) {
        self.stream = stream
        self.number = number
    }

    /// Reads the header `Last-Event-ID`; nil for anything that isn't such a number.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let stream = UInt32(parts[0], radix: 16),
            let number = Int(parts[1]), number >= 0
        else { return nil }
        self.init(stream: stream, number: number)
    }

    /// The text that a page sends back: `5f3a9c01-42`.
    var description: String { "\(String(stream, radix: 16))-\(number)" }
}
