/// The number of an event in a stream, with an identifier of the stream.
///
/// A page that reconnects to another stream on the same port would otherwise send a meaningless
/// number.
struct EventID: Hashable, Sendable, CustomStringConvertible {
    /// A unique identifier of the stream.
    let stream: UInt32
    /// The position of the event in the stream, from 1; 0 before the first.
    let number: Int

    /// Creates the identifier of an event.
    init(stream: UInt32, number: Int) {
        self.stream = stream
        self.number = number
    }

    /// Parses the header `Last-Event-ID`; `nil` for anything but such an identifier.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let stream = UInt32(parts[0], radix: 16),
            let number = Int(parts[1]), number >= 0
        else { return nil }
        self.init(stream: stream, number: number)
    }

    /// The text that a page sends back, such as `5f3a9c01-42`.
    var description: String { "\(String(stream, radix: 16))-\(number)" }
}
