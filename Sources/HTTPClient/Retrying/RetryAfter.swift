/// The header with which a source asks for a delay before the next request: RFC 9110, 10.2.3.
package enum RetryAfter {
    /// Returns the requested delay in seconds; `nil` unless the value is a number or a date.
    ///
    /// The delay is 0 for a past date and `Int.max` for a number that is too large.
    ///
    /// - Parameter now: The current time, in seconds since 1970.
    package static func seconds(in value: String, now: Int) -> Int? {
        let text = value.drop { $0 == " " || $0 == "\t" }
        let trimmed = text.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
        let word = String(trimmed)
        guard !word.isEmpty else { return nil }
        if word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return Int(word) ?? .max
        }
        return HTTPDateText.unixSeconds(in: word).map { max($0 - now, 0) }
    }
}
