import Files

/// The first lines of a worker's list of rejected units. The measured process wrote it, so it may
/// be of any size, or not be a file.
enum RejectedLines {
    /// The number of lines that a report shows.
    static let countMaximum = 10
    /// The number of bytes to read, more than these lines take.
    static let byteCountMaximum = 1 << 20

    /// Returns the first lines; none if the path is not a regular file.
    static func first(in path: String) -> [String] {
        guard FileKind(ofLink: path) == .regular,
            let start = RegularFile.start(of: path, byteCountMaximum: byteCountMaximum)
        else { return [] }
        var lines = start.split(separator: UInt8(ascii: "\n"), maxSplits: countMaximum)
        // The last line read may be cut off.
        let isWhole = start.count < byteCountMaximum || start.last == UInt8(ascii: "\n")
        if lines.count > countMaximum || !isWhole { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
