import Files

/// A worker's list of rejected units, as far as it is kept: the measured process wrote it, so it may
/// be of any size, or no file.
enum RejectedLines {
    /// As many lines as a report shows.
    static let countMaximum = 10
    /// More than so many lines take; what is beyond is not read.
    static let byteCountMaximum = 1 << 20

    /// The first lines; none if it is no regular file.
    static func first(in path: String) -> [String] {
        guard FileKind(ofLink: path) == .regular,
            let start = RegularFile.start(of: path, byteCountMaximum: byteCountMaximum)
        else { return [] }
        var lines = start.split(separator: UInt8(ascii: "\n"), maxSplits: countMaximum)
        // The last one may have been cut, and of what is beyond the tenth nothing is wanted.
        let isWhole = start.count < byteCountMaximum || start.last == UInt8(ascii: "\n")
        if lines.count > countMaximum || !isWhole { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
