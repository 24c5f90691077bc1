/// The header by which a source says when to come back: RFC 9110, 10.2.3.
package enum RetryAfter {
    /// The seconds from now that it asks for; 0 for a date that is past, `Int.max` for a number that
    /// is too large, nil for a value that is neither a number of seconds nor a date.
    ///
    /// - Parameter now: Seconds since 1970.
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
