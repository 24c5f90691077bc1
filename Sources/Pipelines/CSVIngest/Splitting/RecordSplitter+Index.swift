import CScan

/// Finding marks: the bytes that mean something.
extension RecordSplitter {
    private static let markBytes = cscan_set(
        first: .comma, second: .quote, third: .lineFeed, fourth: .carriageReturn)

    private static let level = cscan_level_max()

    /// What the search may read behind the text, and write behind the positions.
    static let paddingByteCount = Int(CSCAN_PADDING)

    /// Finds the marks of the next windows of text, up to one that has any; false at the end.
    @inline(never)
    mutating func indexWindow() -> Bool {
        cursor = 0
        markCount = 0
        while markCount == 0 {
            guard indexedEnd < end else { return false }
            let windowEnd = min(indexedEnd + Self.windowByteCount, end)
            markCount = cscan_positions(
                Self.level, bytes, indexedEnd, windowEnd, Self.markBytes, marks)
            indexedEnd = windowEnd
        }
        return true
    }

    /// Passes the next mark; nil if the data ends first.
    mutating func nextMark() -> Int? {
        guard cursor < markCount || indexWindow() else { return nil }
        defer { cursor += 1 }
        return Int(marks[cursor])
    }
}

extension UInt8 {
    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
